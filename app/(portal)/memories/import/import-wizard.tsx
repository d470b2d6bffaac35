'use client'

import { use, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { counted } from '@/app/_ui/counted'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { Card } from '@/app/_ui/page-parts'
import { ShownTeam } from '@/app/_ui/shown-team'
import { AgentInput } from '../../agent-field'
import { DropZone } from './drop-zone'
import { ImportResult } from './import-result'
import { Progress } from './progress'
import { type FileToSend, type SentFile, sendFile } from './send-file'

/** Imports a file in three steps: agent and file, a preview of what would be stored, and the import with its progress. */
export function ImportWizard({ initialAgent }: { initialAgent: string }) {
  const [agent, setAgent] = useState(initialAgent)
  const [fromAgent, setFromAgent] = useState('')
  const { file, answer, preview, isStored, isOfSeveral, part, check, store } = useImport(agent, fromAgent)
  const isSending = part !== undefined
  return (
    <>
      <Card className="grid grid-cols-[minmax(0,1fr)] gap-4 noscript:hidden">
        <Field id="import-agent" label="Import into agent">
          <AgentInput id="import-agent" value={initialAgent} isDisabled={isSending} onText={setAgent} className="max-w-xs" />
        </Field>
        <DropZone file={file} isDisabled={isSending || agent === ''} onFile={check} />
        {isSending && <Progress part={part} />}
        <div role="status" className="empty:hidden">
          {answer?.result && !isSending && <ImportResult result={answer.result} isStored={isStored} />}
          {file && !answer && !isSending && (
            <p className="text-soft">The file was checked for another choice. Check it again to see what would be stored.</p>
          )}
        </div>
        <Notice tone="bad">{answer?.problem}</Notice>
        {file && !isStored && !isSending && (
          <>
            {isOfSeveral && (
              <Field id="from-agent" label="Only memories of this agent in the file">
                <Input id="from-agent" value={fromAgent} onChange={({ target }) => setFromAgent(target.value)} className="max-w-xs" />
              </Field>
            )}
            <div className="flex flex-wrap gap-2">
              {preview && preview.stored > 0 && (
                <Button kind="primary" onClick={store}>
                  Import {counted(preview.stored, 'memory', 'memories')} into {preview.agent}
                </Button>
              )}
              <Button onClick={() => check(file)} disabled={agent === ''}>
                Check again
              </Button>
            </div>
          </>
        )}
      </Card>
      <Card title="In the terminal">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
          <p className="text-soft">The same file, up to 100 MB, with a progress bar. An interrupted import continues where it stopped.</p>
          <Snippet text={`memanto import memories.jsonl --agent ${IS_AGENT.test(agent) ? agent : 'AGENT'}`} label="Copy command" />
        </div>
      </Card>
    </>
  )
}

/** A name of an agent, which the shell takes as it is. */
const IS_AGENT = /^[\w-]+$/

/**
 * The state of an import: the file, the answer to it, and which part of it has been sent while it is being sent. An answer to another choice than that of the
 * page is not shown, and not imported.
 */
function useImport(agent: string, fromAgent: string) {
  const team = use(ShownTeam) ?? ''
  const [file, setFile] = useState<File>()
  /** What was sent last. */
  const [latest, setLatest] = useState<FileToSend>()
  const [answer, setAnswer] = useState<SentFile>()
  /** What the latest preview was about, and its answer. */
  const [preview, setPreview] = useState<Preview>()
  /** Whether an agent of the file was asked for: from then on it can be chosen. */
  const [isOfSeveral, setIsOfSeveral] = useState(false)
  const [isStored, setIsStored] = useState(false)
  const [part, setPart] = useState<number>()
  const send = async (request: FileToSend) => {
    setLatest(request)
    setAnswer(undefined)
    setPart(0)
    const received = await sendFile(request, setPart)
    setPart(undefined)
    setAnswer(received)
    if (/from_agent/.test(received.problem ?? '')) setIsOfSeveral(true)
    return received.result
  }
  const check = async (chosen: File) => {
    const key = `portal-${Date.now()}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
    const checked = { team, agent, file: chosen, fromAgent, isDryRun: true, key }
    setFile(chosen)
    setIsStored(false)
    setPreview(undefined)
    const result = await send(checked)
    if (result) setPreview({ ...checked, stored: result.stored })
  }
  const store = async () => {
    if (preview && (await send({ ...preview, isDryRun: false }))) setIsStored(true)
  }
  const isCurrent = latest?.agent === agent && latest.fromAgent === fromAgent
  const current = isCurrent ? { answer, preview, isStored } : { isStored: false }
  return { file, ...current, isOfSeveral, part, check, store }
}

interface Preview extends FileToSend {
  /** How many memories would be stored. */
  stored: number
}

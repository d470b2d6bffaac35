'use client'

import { useRef, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { Card } from '@/app/_ui/page-parts'
import { AgentInput } from '../../agent-field'
import { DropZone } from './drop-zone'
import { ImportResult } from './import-result'
import { Progress } from './progress'
import { type SentFile, sendFile } from './send-file'

/** Imports a file in three steps: agent and file, a preview of what would be stored, and the import with its progress. */
export function ImportWizard({ initialAgent }: { initialAgent: string }) {
  const [agent, setAgent] = useState(initialAgent)
  const [fromAgent, setFromAgent] = useState('')
  const { file, answer, isStored, part, check, store } = useImport(agent, fromAgent)
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
        </div>
        <Notice tone="bad">{answer?.problem}</Notice>
        {file && answer && !isStored && !isSending && (
          <>
            {(/from_agent/.test(answer.problem ?? '') || fromAgent !== '') && (
              <Field id="from-agent" label="Only memories of this agent in the file">
                <Input id="from-agent" value={fromAgent} onChange={({ target }) => setFromAgent(target.value)} className="max-w-xs" />
              </Field>
            )}
            <div className="flex flex-wrap gap-2">
              {answer.result && answer.result.stored > 0 && (
                <Button kind="primary" onClick={store}>
                  Import {answer.result.stored.toLocaleString('en')} {answer.result.stored === 1 ? 'memory' : 'memories'} into{' '}
                  {answer.result.agent_id}
                </Button>
              )}
              <Button onClick={() => check(file)}>Check again</Button>
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

/** The state of an import: the file, the answer to it, and which part of it has been sent while it is being sent. */
function useImport(agent: string, fromAgent: string) {
  const [file, setFile] = useState<File>()
  const [answer, setAnswer] = useState<SentFile>()
  const [isStored, setIsStored] = useState(false)
  const [part, setPart] = useState<number>()
  const key = useRef('')
  const send = async (chosen: File, to: string, isDryRun: boolean) => {
    setAnswer(undefined)
    setPart(0)
    const received = await sendFile({ agent: to, file: chosen, fromAgent, isDryRun, key: key.current }, setPart)
    setPart(undefined)
    setAnswer(received)
    setIsStored(!isDryRun && received.result !== undefined)
  }
  const check = (chosen: File) => {
    key.current = `portal-${Date.now()}-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
    setFile(chosen)
    setIsStored(false)
    return send(chosen, agent, true)
  }
  // What was previewed is imported, also when another agent was typed meanwhile.
  const store = () => file && answer?.result && send(file, answer.result.agent_id, false)
  return { file, answer, isStored, part, check, store }
}

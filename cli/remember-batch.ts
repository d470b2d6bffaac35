import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { chunksOf, type Line } from './batch'
import { answer, type BatchOutcome } from './client'
import type { Context } from './context'
import { textOf } from './encoding'
import { ApiFailure, CommandFailure, messageOf } from './failures'
import type { JsonObject } from './json-file'
import { running } from './leaf'
import { success } from './print-lines'
import { progressBar } from './terminal'
import { insideSession } from './use-session'

type Result = BatchOutcome['results'][number] & { line: number }
type NewMemories = { memories: unknown[] }

interface Progress {
  /** Every line up to this one is done with. */
  lastLine: number
  bytes: number
  /** Lines that were sent, and of which no answer has come. */
  onTheWay?: Line[] | undefined
  agentId?: string
  sessionId?: string
  namespace?: string
  results: Result[]
}

/** Stores a memory for each line of a file (`-`: standard input), many at a time, and tells of every line that was refused. */
export async function rememberBatch(context: Context, file: string, defaults: JsonObject, reactivate: boolean): Promise<void> {
  const { input, size } = await opened(file)
  if (file === '-' && process.stdin.isTTY) context.note('Enter one memory per line (see --help). Finish with Ctrl-D.')
  const progress: Progress = { lastLine: 0, bytes: 0, results: [] }
  const bar = progressBar(process.stderr)
  const inside = insideSession(context, reactivate)
  running.advice = () => resumeAdvice(file, progress)
  try {
    for await (const chunk of chunksOf(textOf(input, context.note), defaults)) {
      const results = await storeChunk(inside, chunk, progress)
      const refused = context.options.json ? [] : results.filter((result) => result.status === 'failed')
      if (refused.length > 0) bar.clear()
      for (const result of refused) context.note(`Line ${result.line}: ${result.error}`)
      bar.show(size && progress.bytes / size, `${storedIn(progress)} stored`)
    }
  } catch (thrown) {
    bar.clear()
    if (thrown instanceof ApiFailure) progress.onTheWay = undefined
    if (!context.options.json) context.note(resumeAdvice(file, progress))
    throw thrown
  }
  bar.clear()
  tell(context, progress)
}

async function opened(file: string): Promise<{ input: Readable; size: number | undefined }> {
  if (file === '-') return { input: process.stdin, size: undefined }
  try {
    const found = statSync(file)
    if (found.isDirectory()) throw new Error('it is a folder')
    const input = createReadStream(file)
    await once(input, 'open')
    return { input, size: found.size }
  } catch (thrown) {
    throw new CommandFailure(
      'unreadable_file',
      `The file cannot be read: ${messageOf(thrown)}`,
      'Pass the path of a file with one memory per line.',
    )
  }
}

async function storeChunk(inside: ReturnType<typeof insideSession>, chunk: Line[], progress: Progress): Promise<Result[]> {
  const good = chunk.filter((line) => line.memory !== undefined)
  progress.onTheWay = good
  const stored = good.length > 0 ? await store(inside, good) : undefined
  progress.onTheWay = undefined
  const answers = new Map(stored?.results.map((result) => [good[result.index]?.number, result]))
  const from = progress.results.length
  const results = chunk.map((line, offset): Result => {
    const result = answers.get(line.number) ?? refusalOf(line)
    return { ...result, index: from + offset, line: line.number }
  })
  progress.results.push(...results)
  progress.lastLine = chunk.at(-1)?.number ?? progress.lastLine
  progress.bytes += chunk.reduce((sum, { bytes }) => sum + bytes, 0)
  if (stored) Object.assign(progress, { agentId: stored.agent_id, sessionId: stored.session_id, namespace: stored.namespace })
  return results
}

function store(inside: ReturnType<typeof insideSession>, lines: Line[]): Promise<BatchOutcome> {
  const header = { 'Idempotency-Key': randomUUID() }
  const body = { memories: lines.map(({ memory }) => memory) } satisfies NewMemories
  return inside((api, agent_id) =>
    answer(api.POST('/api/v2/agents/{agent_id}/batch-remember', { params: { path: { agent_id }, header }, body: body as never })),
  )
}

const refusalOf = ({ error = 'got no response' }: Line) => ({
  index: 0,
  status: 'failed' as const,
  memory_id: null,
  id: null,
  error: `the line ${error}`,
  errors: [],
})

const storedIn = ({ results }: Progress) => results.filter(({ status }) => status === 'stored').length

function tell({ print }: Context, progress: Progress): void {
  const { results, agentId, sessionId } = progress
  const successful = storedIn(progress)
  const failed = results.length - successful
  const told = {
    agent_id: agentId,
    session_id: sessionId,
    namespace: progress.namespace,
    total_submitted: results.length,
    successful,
    failed,
    results,
  }
  print(told, (look) => [
    failed === 0
      ? success(`${successful} ${successful === 1 ? 'memory' : 'memories'} stored${agentId ? ` for agent '${agentId}'` : ''}`, look)
      : `${successful} of ${results.length} memories stored${agentId ? ` for agent '${agentId}'` : ''}`,
  ])
  if (failed > 0)
    throw new CommandFailure(
      'not_stored',
      `${failed} of ${results.length} lines were not stored.`,
      'Fix these lines and send only them: the others are stored.',
    )
}

function resumeAdvice(file: string, progress: Progress): string {
  const next = progress.lastLine + 1
  const stored = `${storedIn(progress)} memories are stored.`
  const from = `from line ${next}${file === '-' || next === 1 ? '' : `: tail -n +${next} ${inShell(file)} | memanto remember --batch -`}`
  const [first, last] = [progress.onTheWay?.at(0)?.number, progress.onTheWay?.at(-1)?.number]
  if (first === undefined) return `${stored} Continue ${from}`
  return `${stored} Lines ${first} to ${last} were being sent and may be stored. Check before you continue ${from}`
}

const inShell = (path: string) => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`)

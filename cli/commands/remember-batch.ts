import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { commandState } from '../command-state'
import type { Context } from '../context'
import { ApiError, CommandError, messageOf } from '../errors'
import { type BatchOutcome, unwrap } from '../http/client'
import { decodeText } from '../input/encoding'
import { type Line, readChunks } from '../input/memory-lines'
import type { JsonObject } from '../json'
import { type ProgressBar, progressBar } from '../output/progress-bar'
import { runInSession, type SessionRunner } from '../session/run-in-session'
import { type BatchProgress, countStored, printBatch, resumeHint, withChunk } from './batch-progress'

/**
 * Stores a memory for each line of a file (`-`: standard input), many per request, and reports every line that was refused.
 * @throws not_stored if some lines were refused.
 */
export async function rememberBatch(context: Context, file: string, defaults: JsonObject, isReactivating: boolean): Promise<void> {
  const { input, size } = await open(file)
  if (file === '-' && process.stdin.isTTY) context.note('Enter one memory per line (see --help). Finish with Ctrl-D.')
  const run = runInSession(context, isReactivating)
  const bar = progressBar(process.stderr)
  let progress: BatchProgress = { lastLine: 0, bytes: 0, results: [] }
  commandState.interruptHint = () => resumeHint(file, progress)
  try {
    for await (const chunk of readChunks(decodeText(input, context.note), defaults)) {
      const valid = chunk.filter((line) => line.memory !== undefined)
      progress = { ...progress, inFlight: valid }
      const next = withChunk(progress, chunk, valid, valid.length > 0 ? await store(run, valid) : undefined)
      const refused = next.results.slice(progress.results.length).filter((result) => result.status === 'failed')
      progress = next
      if (!context.options.json) noteRefused(context, bar, refused)
      bar.show(size && progress.bytes / size, `${countStored(progress)} stored`)
    }
  } catch (thrown) {
    bar.clear()
    // The API refused the request, so none of its memories is stored.
    if (thrown instanceof ApiError) progress = { ...progress, inFlight: undefined }
    if (!context.options.json) context.note(resumeHint(file, progress))
    throw thrown
  }
  bar.clear()
  printBatch(context, progress)
}

function noteRefused({ note }: Context, bar: ProgressBar, refused: { line: number; error?: string }[]): void {
  if (refused.length > 0) bar.clear()
  for (const { line, error } of refused) note(`Line ${line}: ${error}`)
}

async function open(file: string): Promise<{ input: Readable; size: number | undefined }> {
  if (file === '-') return { input: process.stdin, size: undefined }
  try {
    const stats = statSync(file)
    if (stats.isDirectory()) throw new Error('it is a folder')
    const input = createReadStream(file)
    await once(input, 'open')
    return { input, size: stats.size }
  } catch (thrown) {
    const message = `The file cannot be read: ${messageOf(thrown)}`
    throw new CommandError('unreadable_file', message, 'Pass the path of a file with one memory per line.')
  }
}

function store(run: SessionRunner, lines: Line[]): Promise<BatchOutcome> {
  const header = { 'Idempotency-Key': randomUUID() }
  // The server validates each memory, so that an invalid one does not keep the others from being stored.
  const body = { memories: lines.map(({ memory }) => memory) } as never
  return run((api, agent_id) =>
    unwrap(api.POST('/api/v2/agents/{agent_id}/batch-remember', { params: { path: { agent_id }, header }, body })),
  )
}

import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { commandState } from '../command-state'
import type { Context } from '../context'
import { ApiError } from '../errors'
import { type BatchOutcome, unwrap } from '../http/client'
import { decodeText } from '../input/encoding'
import { type Line, readChunks } from '../input/memory-lines'
import { readMessages } from '../input/messages'
import { unreadableFile } from '../input/unreadable-file'
import type { JsonObject } from '../json'
import { describeFinding } from '../output/memory'
import { type ProgressBar, progressBar } from '../output/progress-bar'
import { runInSession, type SessionRunner } from '../session/run-in-session'
import {
  type BatchProgress,
  batchResponse,
  capitalize,
  countStored,
  type Noun,
  printBatch,
  type RememberedFile,
  resumeHint,
  withChunk,
} from './batch-progress'

/** How the lines of a kind of file are read and stored. */
interface FileKind {
  noun: Noun
  /** Yields the lines of one request after the other. */
  chunks(pieces: AsyncIterable<string>): AsyncIterable<Line[]>
  send(run: SessionRunner, lines: Line[]): Promise<BatchOutcome>
}

/** A memory for each line; properties that it does not have come from `defaults`. */
export const memoryLines = (defaults: JsonObject): FileKind => ({
  noun: 'line',
  chunks: (pieces) => readChunks(pieces, defaults),
  send: sendMemories,
})

/** The messages of a conversation. */
export const CONVERSATION: FileKind = { noun: 'message', chunks: readMessages, send: sendMessages }

/**
 * Stores the memories of a file (`-`: standard input), many per request, and reports each one that was not stored.
 * @throws not_stored if a memory was not stored.
 */
export async function rememberFile(opened: Context, file: RememberedFile, kind: FileKind, isReactivating: boolean): Promise<void> {
  const { noun } = kind
  const bar = progressBar(process.stderr)
  const context = clearingBar(opened, bar)
  const { input, size } = await open(file.name, noun)
  if (file.name === '-' && process.stdin.isTTY)
    context.note(`Enter one ${noun === 'line' ? 'memory' : 'message'} per line (see --help). Finish with Ctrl-D.`)
  const run = runInSession(context, isReactivating)
  let progress: BatchProgress = { lastLine: 0, bytes: 0, results: [] }
  const printPart = () => {
    if (context.options.json && progress.results.length > 0) context.print(batchResponse(progress, noun), () => [])
  }
  commandState.onSignal = printPart
  commandState.interruptHint = () => resumeHint(file, progress, noun)
  try {
    for await (const chunk of kind.chunks(decodeText(input, context.note))) {
      const valid = chunk.filter((line) => line.memory !== undefined)
      progress = { ...progress, inFlight: valid }
      const next = withChunk(progress, chunk, valid, valid.length > 0 ? await kind.send(run, valid) : undefined, noun)
      const results = next.results.slice(progress.results.length)
      progress = next
      if (!context.options.json) noteResults(context, results, noun)
      bar.show(size && progress.bytes / size, `${countStored(progress)} stored`)
    }
  } catch (thrown) {
    bar.clear()
    // The API refused the request, so none of its memories is stored.
    if (thrown instanceof ApiError) progress = { ...progress, inFlight: undefined }
    printPart()
    if (!context.options.json) context.note(resumeHint(file, progress, noun))
    throw thrown
  }
  bar.clear()
  printBatch(context, progress, noun)
}

/** Writes why memories were not stored, and which secrets were found in stored ones. */
function noteResults({ note }: Context, results: BatchProgress['results'], noun: Noun): void {
  for (const result of results) {
    const about = `${capitalize(noun)} ${result.line}:`
    if (result.status === 'failed') note(`${about} ${result.error}`)
    else for (const finding of result.findings ?? []) note(`${about} ${describeFinding(finding)}`)
  }
}

/** Returns a context that removes the progress bar before it writes a line to stderr. */
function clearingBar(context: Context, bar: ProgressBar): Context {
  const cleared = (write: (sentence: string) => void) => (sentence: string) => {
    bar.clear()
    write(sentence)
  }
  return { ...context, note: cleared(context.note), warn: cleared(context.warn) }
}

async function open(file: string, noun: Noun): Promise<{ input: Readable; size: number | undefined }> {
  if (file === '-') return { input: process.stdin, size: undefined }
  try {
    const stats = statSync(file)
    if (stats.isDirectory()) throw new Error('it is a folder')
    const input = createReadStream(file)
    await once(input, 'open')
    return { input, size: stats.size }
  } catch (thrown) {
    throw unreadableFile(file, thrown, `Pass the path of a file with ${noun === 'line' ? 'one memory per line' : 'a conversation'}.`)
  }
}

// The server validates each memory and each message, so that an invalid one does not keep the others from being stored.
const bodyOf = (name: 'memories' | 'messages', lines: Line[]) => ({ [name]: lines.map(({ memory }) => memory) }) as never

function sendMemories(run: SessionRunner, lines: Line[]): Promise<BatchOutcome> {
  const header = { 'Idempotency-Key': randomUUID() }
  const body = bodyOf('memories', lines)
  return run((api, agent_id) =>
    unwrap(api.POST('/api/v2/agents/{agent_id}/batch-remember', { params: { path: { agent_id }, header }, body })),
  )
}

function sendMessages(run: SessionRunner, lines: Line[]): Promise<BatchOutcome> {
  const header = { 'Idempotency-Key': randomUUID() }
  const body = bodyOf('messages', lines)
  return run((api, agent_id) =>
    unwrap(api.POST('/api/v2/agents/{agent_id}/remember/messages', { params: { path: { agent_id }, header }, body })),
  )
}

import { createHash, type Hash } from 'node:crypto'
import { findAgent } from '../../db/agents'
import { abandonImport } from '../../db/memory-imports'
import type { AgentKey } from '../../db/schema'
import { findRedactionPolicy } from '../../db/teams'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { AppError, type ErrorCode, failField } from '../errors'
import { db } from '../process'
import type { FileMemory } from './accept-memories'
import { answerOf, type ImportAnswer } from './answer'
import { type BegunImport, beginImport } from './begin-import'
import { otherFileOfKey } from './errors'
import { createFileReader } from './file-reader'
import { type FileRecord, readRecords } from './read/read-records'
import { resolveAllSuccessors } from './resolve-successors'
import { type ImportRun, recordRefusal, storeBatch } from './store-batch'
import { countContents } from './stored-contents'
import { emptyTally, type Tally } from './tally'

interface ImportInput {
  agentName: string
  dryRun: boolean
  fromAgent?: string | undefined
  body: AsyncIterable<Uint8Array>
}

type FileOfAgent = Omit<ImportInput, 'dryRun'>

/**
 * Imports the memories of a file while it arrives, in batches of their own transactions. A record with an error is reported, and the others are stored. With
 * an Idempotency-Key, the same file sent again goes on after the last batch that was stored, or returns the same answer.
 * @throws agent_not_found, import_in_progress, idempotency_key_reused, idempotency_in_progress, invalid_request, body_too_large
 */
export async function importMemories(
  principal: Principal<'memories:write'>,
  { dryRun, ...file }: ImportInput,
  context: RequestContext,
): Promise<ImportAnswer> {
  if (dryRun) return (await previewImport(principal, file)).answer
  const begun = await beginImport(principal, file, context)
  if (begun.answer) return repeatAnswer(begun, file.body, context)
  const run: ImportRun = { principal, context, agentName: file.agentName, attempt: begun.attempt }
  try {
    return await storeFile(run, begun, file)
  } catch (error) {
    await abandonImport(db(), begun.attempt).catch(() => {})
    if (error instanceof AppError && ABOUT_THE_FILE.includes(error.code)) await recordRefusal(run, error.code, begun.tally)
    throw error
  }
}

/** Errors that the same file would have again. After others, for example a lost connection, an import can go on. */
const ABOUT_THE_FILE: ErrorCode[] = ['invalid_request', 'body_too_large']

/** So many memories are shown of a file before it is imported. */
const SAMPLE = 5

/** What an import would do, and the first memories that it would store. */
export interface ImportPreview {
  answer: ImportAnswer
  sample: FileMemory[]
}

/** Validates a file without storing anything. @throws agent_not_found, invalid_request */
export async function previewImport(
  principal: Principal<'memories:write'>,
  { agentName, fromAgent, body }: FileOfAgent,
): Promise<ImportPreview> {
  const { teamId, agentRowIds } = principal
  const { team_id, id } = (await findAgent(dbFor(principal), teamId, agentName, agentRowIds)) ?? agentNotFound()
  const reader = createFileReader(await readerOptions({ team_id, id }, '', fromAgent))
  const tally = emptyTally()
  const sample: FileMemory[] = []
  for await (const record of readRecords(body)) {
    tally.records++
    const found = await reader.read(record, tally)
    tally.stored += found.length
    sample.push(...found.slice(0, SAMPLE - sample.length))
  }
  requireKnownFormat(tally)
  return { answer: answerOf(tally, agentName, null), sample }
}

/** Reads the file of a finished import to its end: the answer is repeated for the same file only. */
async function repeatAnswer({ done, answer }: BegunImport, body: ImportInput['body'], context: RequestContext): Promise<ImportAnswer> {
  const hash = createHash('sha256')
  for await (const record of readRecords(body)) addToHash(hash, record)
  if (digestOf(hash) !== done.digest) otherFileOfKey()
  context.onReplay?.()
  return answer as ImportAnswer
}

async function storeFile(run: ImportRun, { attempt, done, tally }: BegunImport, { fromAgent, body }: FileOfAgent): Promise<ImportAnswer> {
  const reader = createFileReader(await readerOptions(attempt.agent, attempt.id, fromAgent))
  const hash = createHash('sha256')
  const passedOver = emptyTally()
  let batch = createBatch()
  let position = 0
  for await (const record of readRecords(body)) {
    addToHash(hash, record)
    // What an earlier request has done is read for what it says of the rest: the header, and contents that may come again.
    if (++position <= done.records) {
      await reader.read(record, passedOver)
      if (position === done.records && digestOf(hash) !== done.digest) otherFileOfKey()
      continue
    }
    tally.records = position
    batch.add(record, await reader.read(record, tally))
    if (!batch.isFull()) continue
    await storeBatch(run, tally, { memories: batch.memories, digest: digestOf(hash), isLast: false })
    batch = createBatch()
  }
  if (position < done.records) otherFileOfKey()
  requireKnownFormat(tally)
  const digest = digestOf(hash)
  const duplicates = reader.successors()
  if (duplicates === null) return storeBatch(run, tally, { memories: batch.memories, digest, isLast: true })
  await storeBatch(run, tally, { memories: batch.memories, digest, isLast: false })
  await resolveAllSuccessors(attempt, tally, digest, duplicates)
  return storeBatch(run, tally, { memories: [], digest, isLast: true })
}

const readerOptions = async (agent: AgentKey, importId: string, fromAgent: string | undefined) => ({
  existing: await countContents(agent, importId),
  policy: await findRedactionPolicy(db(), agent.team_id),
  fromAgent,
  importId,
})

const LONGEST_BATCH = { memories: 500, bytes: 2_000_000, records: 5_000, milliseconds: 5_000 }

/** Memories that are stored together. A batch also ends after some time, so that the import is seen to be running. */
function createBatch() {
  const memories: FileMemory[] = []
  const beganMs = performance.now()
  let bytes = 0
  let records = 0
  return {
    memories,
    add(record: FileRecord, found: FileMemory[]) {
      records++
      bytes += record.bytes.byteLength
      for (const memory of found) memories.push(memory)
    },
    isFull: () =>
      memories.length >= LONGEST_BATCH.memories ||
      bytes >= LONGEST_BATCH.bytes ||
      records >= LONGEST_BATCH.records ||
      performance.now() - beganMs >= LONGEST_BATCH.milliseconds,
  }
}

function addToHash(hash: Hash, { bytes, problem }: FileRecord): void {
  hash.update(bytes)
  hash.update(problem === undefined ? '\n' : '\n\n')
}

const digestOf = (hash: Hash) => hash.copy().digest('base64url')

/** @throws invalid_request when the file has records, and none of them has a known form */
function requireKnownFormat({ format, records, errors: [first] }: Tally): void {
  if (format === null && records > 0)
    failField(
      'body',
      `has no memories of a known format; line ${first?.line ?? 1}: ${first?.error ?? 'it cannot be read.'}`.replace(/\.$/, ''),
    )
}

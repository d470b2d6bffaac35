import { codeOf } from '../../db/error-code'
import { findImportedSessions, findTakenIds, type MemoryToImport, type SessionOfImport, storeImported } from '../../db/imported-memories'
import type { MemoryTerms } from '../../db/memories'
import { type ImportAttempt, lockAgentOfImport, recordProgress } from '../../db/memory-imports'
import type { Tx } from '../../db/schema'
import { agentTarget } from '../agents/create'
import { agentNotFound } from '../agents/errors'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import type { ErrorCode } from '../errors'
import { recordEvent } from '../events'
import { newId, newIds } from '../ids'
import { eachInTurns } from '../in-turns'
import { beginningOf } from '../input/fields'
import { memoriesStored } from '../metrics'
import { db } from '../process'
import { storedTerms } from '../recall/stored-terms'
import type { FileMemory } from './accept-memories'
import { answerOf, type ImportAnswer } from './answer'
import { importTakenOver } from './errors'
import type { Tally } from './tally'

/** Who imports into which agent. */
export interface ImportRun {
  principal: Principal<'memories:write'>
  context: RequestContext
  agentName: string
  attempt: ImportAttempt
}

/** What is stored together. */
export interface Batch {
  memories: FileMemory[]
  /** The hash of all records so far. */
  digest: string
  /** Whether the import ends with it. */
  isLast: boolean
}

const UNIQUE_VIOLATION = '23505'
const MOST_ATTEMPTS = 3

/**
 * Stores memories together with how far the import is, in one transaction, so that after a failure it goes on exactly there. Counts them in the tally, and
 * returns the answer of the import as it is now.
 * @throws agent_not_found, idempotency_in_progress when another request has taken the import over
 */
export async function storeBatch(run: ImportRun, tally: Tally, batch: Batch): Promise<ImportAnswer> {
  const terms: MemoryTerms[] = []
  await eachInTurns(batch.memories, (memory) => void terms.push(storedTerms({ ...memory, title: memory.title ?? null })))
  for (let attempt = 1; ; attempt++) {
    try {
      const stored = await db()
        .transaction()
        .execute((tx) => writeBatch(tx, run, tally, batch, terms))
      memoriesStored().inc(batch.memories.length)
      Object.assign(tally, stored)
      return answerOf(stored, run.agentName, run.attempt.id)
    } catch (error) {
      // Another import has stored memories with the same ids meanwhile: others are chosen.
      if (codeOf(error) !== UNIQUE_VIOLATION || attempt === MOST_ATTEMPTS) throw error
    }
  }
}

async function writeBatch(tx: Tx, run: ImportRun, tally: Tally, { memories, digest, isLast }: Batch, terms: MemoryTerms[]): Promise<Tally> {
  const { attempt, principal, context, agentName } = run
  if (!(await lockAgentOfImport(tx, attempt.agent))) agentNotFound()
  const ids = await chooseIds(tx, attempt.agent.team_id, memories)
  const changed = changedIds(memories, ids)
  const stored = { ...tally, stored: tally.stored + memories.length, idsChanged: tally.idsChanged + changed.length }
  const answer = isLast ? answerOf(stored, agentName, attempt.id) : null
  if (!(await recordProgress(tx, attempt, { records: tally.records, digest, progress: stored, answer }))) importTakenOver()
  if (memories.length > 0) {
    const sessions = await chooseSessions(tx, attempt, memories)
    const rows = memories.map((memory, nth) => rowOf(memory, ids[nth] ?? '', sessions.get(memory.sessionId ?? '')?.id ?? '', terms[nth]))
    const by = { ...principal.issuedTo, name: principal.actor.name }
    await storeImported(tx, attempt, {
      sessions: [...sessions.values()],
      memories: rows,
      ids: changed,
      by,
      address: context.clientAddress,
      client: context.client ?? '',
    })
  }
  if (isLast) await recordEnd(tx, run, stored)
  return stored
}

function recordEnd(tx: Tx, { principal, context, agentName, attempt }: ImportRun, { format, stored, duplicates, skipped, failed }: Tally) {
  return recordEvent(tx, principal, context, {
    kind: 'memories.imported',
    target: agentTarget({ id: attempt.agent.id, name: agentName }),
    after: { import_id: attempt.id, format, stored, duplicates, skipped, failed },
  })
}

/** Records that the file of an import was refused, after what is stored of it. */
export const recordRefusal = ({ principal, context, agentName, attempt }: ImportRun, code: ErrorCode, { stored }: Tally): Promise<void> =>
  dbFor(principal)
    .transaction()
    .execute((tx) =>
      recordEvent(tx, principal, context, {
        kind: 'memories.import_refused',
        target: agentTarget({ id: attempt.agent.id, name: agentName }),
        after: { import_id: attempt.id, code, stored },
      }),
    )

const NO_TERMS: MemoryTerms = { search: '', wordCount: 0, analysis: 0 }

const rowOf = (memory: FileMemory, id: string, sessionId: string, terms = NO_TERMS): MemoryToImport => ({
  id,
  sessionId,
  type: memory.type,
  title: memory.title ?? null,
  content: memory.content,
  confidence: memory.confidence,
  tags: memory.tags,
  source: memory.source,
  provenance: memory.provenance,
  occurredAt: memory.occurredAt ?? null,
  createdAt: memory.createdAt ?? null,
  updatedAt: memory.updatedAt ?? null,
  expiresAt: memory.expiresAt,
  ttlHours: memory.ttlHours,
  status: memory.status,
  supersededBy: memory.supersededBy ?? null,
  trust: memory.trust,
  ...terms,
})

/** Ids as this product makes them. */
const OWN_ID = /^mem_[0-9a-z]{9}[0-9A-Za-z]{16}$/

/** An id of this product is kept unless the team has a memory of this id; every other memory gets a new one. New ids have the order of the memories. */
async function chooseIds(tx: Tx, teamId: string, memories: FileMemory[]): Promise<string[]> {
  const own = memories.flatMap(({ id }) => (id !== undefined && OWN_ID.test(id) ? [id] : []))
  const taken = own.length > 0 ? await findTakenIds(tx, teamId, own) : new Set<string>()
  const fresh = newIds('mem', memories.length)
  return memories.map(({ id }, nth) => {
    if (id === undefined || !OWN_ID.test(id) || taken.has(id)) return fresh[nth] ?? ''
    taken.add(id)
    return id
  })
}

/** The ids of the file that were not kept, each with the one that the last memory of this id has now. */
function changedIds(memories: FileMemory[], ids: string[]): { oldId: string; newId: string }[] {
  const changed = new Map<string, string>()
  memories.forEach(({ id }, nth) => {
    if (id !== undefined && id !== ids[nth]) changed.set(id, ids[nth] ?? '')
  })
  return [...changed].map(([oldId, newId]) => ({ oldId, newId }))
}

/** The sessions that the memories belong to, by their ids in the file: a memory without one belongs to the session of the import. */
async function chooseSessions(tx: Tx, attempt: ImportAttempt, memories: FileMemory[]): Promise<Map<string, SessionOfImport>> {
  const counts = new Map<string, number>()
  for (const { sessionId = '' } of memories) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1)
  const known = await findImportedSessions(tx, attempt, [...counts.keys()])
  return new Map(
    [...counts].map(([oldId, stored]) => {
      const id = known.get(oldId)
      const note = oldId === '' ? 'Imported.' : `Imported from the session ${oldId}.`
      return [oldId, { id: id ?? newId('sess'), oldId, isNew: id === undefined, stored, note: beginningOf(note, 500) }]
    }),
  )
}

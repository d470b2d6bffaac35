import { listNamedSuccessors, resolveSuccessors } from '../../db/imported-successors'
import { type ImportAttempt, lockAgentOfImport, recordProgress } from '../../db/memory-imports'
import type { AgentKey } from '../../db/schema'
import { agentNotFound } from '../agents/errors'
import { db } from '../process'
import { importTakenOver } from './errors'
import type { Duplicates } from './file-reader'
import { findByContent } from './stored-contents'
import type { Tally } from './tally'

/** The agent is locked while so many memories are written. */
const PAGE = 1_000

/**
 * Lets the memories of an import, which are all stored, name their successors by the ids that they have now. Everything is searched for before the agent is
 * locked, and each page is recorded, because an id must be replaced once only: the new one may be that of another memory in the file.
 * @throws agent_not_found, idempotency_in_progress when another request has taken the import over
 */
export async function resolveAllSuccessors(attempt: ImportAttempt, tally: Tally, digest: string, duplicates: Duplicates): Promise<void> {
  let present: ReadonlyMap<string, string> | undefined
  for (;;) {
    const page = await listNamedSuccessors(db(), attempt, PAGE, tally.successorsUntil)
    const last = page.at(-1)
    if (last === undefined) return
    if (page.some(({ oldId }) => duplicates.has(oldId))) present ??= await findPresent(attempt.agent, duplicates)
    const done: Tally = { ...tally, successorsUntil: { sessionId: last.sessionId, seq: last.seq } }
    await db()
      .transaction()
      .execute(async (tx) => {
        if (!(await lockAgentOfImport(tx, attempt.agent))) agentNotFound()
        if (!(await recordProgress(tx, attempt, { records: tally.records, digest, progress: done, answer: null }))) importTakenOver()
        await resolveSuccessors(tx, attempt, page, present ?? new Map())
      })
    Object.assign(tally, done)
  }
}

/** Finds the memories of the agent that have the contents of duplicates, by the ids of those. */
async function findPresent(agent: AgentKey, duplicates: Duplicates): Promise<Map<string, string>> {
  const ids = await findByContent(agent, new Set(duplicates.values()))
  return new Map(
    [...duplicates].flatMap(([oldId, hash]) => {
      const id = ids.get(hash)
      return id === undefined ? [] : [[oldId, id] as const]
    }),
  )
}

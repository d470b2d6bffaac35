import { createHash } from 'node:crypto'
import { lockAgent } from '../../db/agents'
import {
  type ImportAttempt,
  type ImportState,
  insertImport,
  isImportRunning,
  lockImportOfKey,
  stopOtherImports,
  takeOverImport,
} from '../../db/memory-imports'
import type { Agent, AgentKey, Tx } from '../../db/schema'
import { agentTarget } from '../agents/create'
import { agentNotFound } from '../agents/errors'
import { formatGrantee } from '../auth/grantee'
import { dbFor, type Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { failField } from '../errors'
import { recordEvent } from '../events'
import { claimKey, IDEMPOTENCY_KEY } from '../idempotency'
import { newId } from '../ids'
import { importInProgress, otherFileOfKey } from './errors'
import { emptyTally, type Tally } from './tally'

/** What an import begins with: from the beginning of the file, or after what an earlier request with the same Idempotency-Key has done. */
export interface BegunImport {
  attempt: ImportAttempt
  /** How many records an earlier request has done, and their hash. */
  done: { records: number; digest: string }
  tally: Tally
  /** What the finished import answered. */
  answer: object | null
}

interface ImportInput {
  agentName: string
  fromAgent?: string | undefined
}

/**
 * Begins an import, or takes over that of the same Idempotency-Key: the request that came last goes on with it. An agent takes one import at a time.
 * @throws agent_not_found, import_in_progress, idempotency_key_reused
 */
export async function beginImport(
  principal: Principal<'memories:write'>,
  { agentName, fromAgent }: ImportInput,
  context: RequestContext,
): Promise<BegunImport> {
  const caller = formatGrantee(principal.issuedTo)
  const key = context.idempotencyKey
  if (key !== null && !IDEMPOTENCY_KEY.test(key)) failField('Idempotency-Key', 'must be 1 to 255 visible ASCII characters')
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([agentName, fromAgent ?? null]))
    .digest('base64url')
  return dbFor(principal)
    .transaction()
    .execute(async (tx) => {
      const agent = (await lockAgent(tx, principal.teamId, agentName, principal.agentRowIds)) ?? agentNotFound()
      const earlier = key === null ? undefined : await lockImportOfKey(tx, principal.teamId, { caller, key })
      // An agent that was deleted and created again is another one: it has nothing of what was stored.
      if (earlier && (earlier.fingerprint !== fingerprint || earlier.agent_row_id !== agent.id)) otherFileOfKey()
      if (earlier?.answer) return resumed(agent, earlier, earlier.attempt)
      const id = earlier?.id ?? newId('imp')
      if (key !== null && !earlier) await claimKey(tx, principal, key, `import ${agent.id} ${fingerprint}`)
      if (await isImportRunning(tx, agent, id)) importInProgress()
      await stopOtherImports(tx, agent, id)
      if (earlier) return resumed(agent, earlier, await takeOverImport(tx, principal.teamId, id))
      await insertImport(tx, agent, { id, caller, key, fingerprint })
      await recordStart(tx, principal, context, agent, id)
      return { attempt: { agent: keyOf(agent), id, attempt: 1 }, done: { records: 0, digest: '' }, tally: emptyTally(), answer: null }
    })
}

const keyOf = ({ team_id, id }: Agent): AgentKey => ({ team_id, id })

const resumed = (agent: Agent, { id, records, digest, progress, answer }: ImportState, attempt: number): BegunImport => ({
  attempt: { agent: keyOf(agent), id, attempt },
  done: { records, digest },
  tally: { ...emptyTally(), ...progress },
  // An answer of an earlier version does not count other records.
  answer: answer && { other_records: 0, ...answer },
})

const recordStart = (tx: Tx, principal: Principal<'memories:write'>, context: RequestContext, agent: Agent, id: string) =>
  recordEvent(tx, principal, context, {
    kind: 'memories.import_started',
    target: agentTarget(agent),
    after: { import_id: id },
  })

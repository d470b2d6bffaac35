import { LRUCache } from 'lru-cache'
import { type FoundJoining, joinAtOnce } from '../../db/session-joining'
import type { Principal } from '../auth/principal'
import type { RequestContext } from '../context'
import { db, singleton } from '../process'
import { millisecondsToJoin } from './rules'

const MAX_JOINED = 20_000

/** Agents whose sessions were joined in this process, by team and name. A hint: another process may have ended such a session. */
const joinedAgents = () => singleton('joinedAgents', () => new LRUCache<string, true>({ max: MAX_JOINED }))

const nameInTeam = (teamId: string, agentName: string) => `${teamId} ${agentName}`

/** Remembers that callers join the session of an agent, so that the next one tries that first. */
export const noteJoined = (teamId: string, agentName: string) => void joinedAgents().set(nameInTeam(teamId, agentName), true)

/** Forgets it, when the session ends. */
export const noteEnded = (teamId: string, agentName: string) => void joinedAgents().delete(nameInTeam(teamId, agentName))

interface JoinInput {
  agentName: string
  durationHours?: number | undefined
}

/**
 * Joins the session of an agent that was joined before, in one statement. Undefined when there is more to decide: no session with enough time is
 * left, or the caller's key is not known, or no longer allows it.
 */
export async function joinInOwnStatement(
  { teamId, ownKey }: Principal<'sessions:write'>,
  { agentName, durationHours }: JoinInput,
  { clientAddress }: RequestContext,
): Promise<FoundJoining | undefined> {
  if (ownKey === undefined || !joinedAgents().has(nameInTeam(teamId, agentName))) return undefined
  const { id: keyId, secretHash } = ownKey
  const milliseconds = millisecondsToJoin(durationHours)
  const found = await joinAtOnce(db(), { teamId, agentName, keyId, secretHash, scope: 'sessions:write', milliseconds, clientAddress })
  if (found === undefined) noteEnded(teamId, agentName)
  else ownKey.accept(found.requests_per_minute)
  return found
}

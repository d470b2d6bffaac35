import { requireKey } from '../context'
import { CommandError } from '../errors'
import type { JsonObject } from '../json'
import { agentName, agentOfToken, type Settings } from '../settings'
import type { Config, StoredSession } from '../storage/config'

/** A session token that a command can use. */
export interface SessionToken {
  agentId: string
  token: string
  /** Only tokens from our files are replaced in them. */
  isFromEnv: boolean
  /** Milliseconds since 1970, by the clock of this machine; undefined if it is not known. */
  expiresAtMs: number | undefined
}

/** Returns the agent of `--agent`, else of MEMANTO_AGENT_ID, else of MEMANTO_SESSION_TOKEN, else the one activated last. */
export function selectAgent(flag: string | undefined, { agentId, sessionToken }: Settings): string | undefined {
  const ofToken = sessionToken && agentOfToken(sessionToken.value)
  const selected = flag ?? (agentId?.from === 'config.json' ? ofToken : undefined) ?? agentId?.value ?? ofToken
  return selected === undefined ? undefined : agentName(selected)
}

/**
 * Returns the selected agent.
 * @throws no_agent, not_signed_in
 */
export function requireAgent(flag: string | undefined, settings: Settings, config: Config): string {
  const selected = selectAgent(flag, settings)
  if (selected !== undefined) return selected
  const stored = [...config.sessions.keys()]
  if (stored.length === 0 && settings.sessionToken === undefined) requireKey({ settings })
  const others = stored.length > 0 ? `Sessions on this machine: ${stored.join(', ')}. Choose one with --agent, or start` : 'Start'
  throw new CommandError('no_agent', 'No active agent.', `${others} a session: memanto agent activate AGENT`)
}

interface Sources {
  settings: Settings
  config: Config
  /** The agent's session file, which another client may have written. */
  file: JsonObject | undefined
}

/** Returns the token for an agent's commands: that of the environment unless another agent was named, else the stored one that expires last. */
export function findToken(agentId: string, isNamed: boolean, { settings, config, file }: Sources): SessionToken | undefined {
  const fromEnv = settings.sessionToken?.value
  const ofToken = fromEnv && agentOfToken(fromEnv)
  const isForAnother = isNamed && ofToken !== undefined && ofToken !== agentId
  if (fromEnv && !isForAnother) return { agentId, token: fromEnv, isFromEnv: true, expiresAtMs: undefined }
  const candidates = [...sessionsIn(config, agentId), ...sessionsInFile(file)]
  const latest = candidates.toSorted((a, b) => (expiryOf(b) ?? 0) - (expiryOf(a) ?? 0)).at(0)
  return latest && { agentId, token: latest.session_token, isFromEnv: false, expiresAtMs: expiryOf(latest) }
}

type Candidate = Pick<StoredSession, 'session_token'> & Partial<StoredSession>

function sessionsIn({ sessions, active_agent_id, active_session_token }: Config, agentId: string): Candidate[] {
  const stored = sessions.get(agentId)
  if (stored) return [stored]
  return active_agent_id === agentId && active_session_token ? [{ session_token: active_session_token }] : []
}

function sessionsInFile({ session_token, expires_at, status }: JsonObject = {}): Candidate[] {
  if (typeof session_token !== 'string' || session_token === '' || status === 'inactive') return []
  return [{ session_token, ...(typeof expires_at === 'string' && { expires_at }) }]
}

/** Other clients may have written something else than a time. */
function expiryOf({ expires_at }: { expires_at?: unknown }): number | undefined {
  const time = typeof expires_at === 'string' ? Date.parse(expires_at) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

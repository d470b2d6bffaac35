import type { Config, KeptSession } from './config-file'
import { requireKey } from './context'
import { CommandFailure } from './failures'
import { isObject, type JsonObject } from './json-file'
import { agentName, type Settings } from './settings'

/** A session that this command may use. */
export interface HeldSession {
  agentId: string
  token: string
  /** Only what comes from our files goes back into them. */
  isFromEnv: boolean
}

/** The agent that `--agent` names, else MEMANTO_AGENT_ID, else that of MEMANTO_SESSION_TOKEN, else the last activated. */
export function pickAgent(flag: string | undefined, { agentId, sessionToken }: Settings): string | undefined {
  const fromToken = sessionToken && agentId?.from === 'config.json' ? claimsOf(sessionToken.value).agentId : undefined
  const picked = flag ?? fromToken ?? agentId?.value ?? (sessionToken && claimsOf(sessionToken.value).agentId)
  return picked === undefined ? undefined : agentName(picked)
}

export function requireAgent(flag: string | undefined, settings: Settings, config: Config): string {
  const picked = pickAgent(flag, settings)
  if (picked !== undefined) return picked
  const held = [...config.sessions.keys()]
  if (held.length === 0 && settings.sessionToken === undefined) requireKey({ settings })
  const others = held.length > 0 ? `Sessions on this machine: ${held.join(', ')}. Choose one with --agent, or start` : 'Start'
  throw new CommandFailure('no_agent', 'No active agent.', `${others} a session: memanto agent activate AGENT`)
}

/** What a token says of itself. It may be anything: the server decides. */
function claimsOf(token: string): { agentId?: string; sessionId?: string } {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    if (!isObject(claims)) return {}
    const { agent_id, session_id } = claims
    return { ...(typeof agent_id === 'string' && { agentId: agent_id }), ...(typeof session_id === 'string' && { sessionId: session_id }) }
  } catch {
    return {}
  }
}

interface Sources {
  settings: Settings
  config: Config
  /** `sessions/<agent>.json`, which another client may have written. */
  file: JsonObject | undefined
}

/** The token that commands of this agent use; undefined where none is held. */
export function findHeldSession(agentId: string, isNamed: boolean, { settings, config, file }: Sources): HeldSession | undefined {
  const { sessionToken } = settings
  const ofToken = sessionToken && claimsOf(sessionToken.value).agentId
  const isOther = isNamed && ofToken !== undefined && ofToken !== agentId
  if (sessionToken && !isOther) return { agentId, token: sessionToken.value, isFromEnv: true }
  const latest = [...keptIn(config, agentId), ...fileSession(file)].toSorted((a, b) => timeOf(b) - timeOf(a)).at(0)
  return latest && { agentId, token: latest.session_token, isFromEnv: false }
}

type Candidate = Pick<KeptSession, 'session_token'> & Partial<KeptSession>

function keptIn(config: Config, agentId: string): Candidate[] {
  const kept = config.sessions.get(agentId)
  if (kept) return [kept]
  const { active_agent_id, active_session_token } = config
  return active_agent_id === agentId && active_session_token ? [{ session_token: active_session_token }] : []
}

function fileSession(file: JsonObject = {}): Candidate[] {
  const { session_token, expires_at, status } = file
  if (typeof session_token !== 'string' || session_token === '' || status === 'inactive') return []
  return [{ session_token, ...(typeof expires_at === 'string' && { expires_at }) }]
}

const timeOf = ({ expires_at }: { expires_at?: unknown }) => (typeof expires_at === 'string' && Date.parse(expires_at)) || 0

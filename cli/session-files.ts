import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Config, changeConfig, withFields } from './config-file'
import { configPath, type Home, saving, sessionPath } from './home'
import { isObject, type JsonObject, readJsonFile, setAside, writeJsonFile } from './json-file'

/** What is kept of a session that was opened or extended. */
export interface NewSession {
  agent_id: string
  session_id: string
  session_token: string
  started_at: string
  expires_at: string
}

const INSTEAD = 'For the next command, set MEMANTO_AGENT_ID and MEMANTO_SESSION_TOKEN (printed by --show-token).'

/** Keeps a session that this machine may use from now on. With `activate` it becomes the one that commands use. */
export async function keepSession(home: Home, session: NewSession, { activate }: { activate: boolean }): Promise<void> {
  const { agent_id, session_id, session_token, expires_at } = session
  await saving(home, `the session of agent '${agent_id}'`, INSTEAD, (folder) => {
    changeConfig(folder, home, (raw) => {
      const isActive = activate || raw.active_agent_id === agent_id
      const active = isActive ? { active_agent_id: agent_id, active_session_token: session_token } : {}
      const before = sessionIn(raw, agent_id)
      return withFields(raw, { ...active, sessions: withSession(raw, agent_id, { ...before, session_id, session_token, expires_at }) })
    })
    changeSessionFile(folder, agent_id, { ...session, status: 'active' })
  })
}

/** Keeps a fresher copy of a token that came from our files, unless another command has changed it meanwhile. */
export async function keepFreshToken(
  home: Home,
  config: Config,
  sent: string | undefined,
  fresh: string,
  expiresAt: string,
): Promise<void> {
  const [agentId] = [...config.sessions].find(([, kept]) => kept.session_token === sent) ?? []
  if (agentId === undefined) return
  await saving(home, `the newer token of agent '${agentId}'`, 'The stored token still works.', (folder) => {
    changeConfig(folder, home, (raw) => {
      const before = sessionIn(raw, agentId)
      if (before.session_token !== sent) return raw
      const active = raw.active_agent_id === agentId ? { active_session_token: fresh } : {}
      return withFields(raw, { ...active, sessions: withSession(raw, agentId, { ...before, session_token: fresh, expires_at: expiresAt }) })
    })
    if (sessionFileOf(folder, agentId)?.session_token === sent)
      changeSessionFile(folder, agentId, { session_token: fresh, expires_at: expiresAt })
  })
}

/** Forgets a session that is over. Its file stays for other clients, unless the agent itself is gone. */
export async function dropSession(home: Home, agentId: string, { agentIsGone = false } = {}): Promise<void> {
  if (home.folder === undefined || !isKnown(home.folder, agentId)) return
  await saving(home, `the end of the session of agent '${agentId}'`, 'Unset MEMANTO_SESSION_TOKEN if it is set.', (folder) => {
    changeConfig(folder, home, (raw) => {
      const over = raw.active_agent_id === agentId ? { active_agent_id: undefined, active_session_token: undefined } : {}
      return withFields(raw, { ...over, sessions: withSession(raw, agentId, undefined) })
    })
    if (agentIsGone) rmSync(sessionPath(folder, agentId), { force: true })
    else if (sessionFileOf(folder, agentId)) changeSessionFile(folder, agentId, { status: 'inactive' })
  })
}

function isKnown(folder: string, agentId: string): boolean {
  const read = readJsonFile(configPath(folder))
  const raw = read.kind === 'object' ? read.value : {}
  return raw.active_agent_id === agentId || 'session_id' in sessionIn(raw, agentId) || sessionFileOf(folder, agentId) !== undefined
}

/** To be called under the lock: every token of this machine is forgotten. */
export function dropAllSessions(folder: string, home: Home, fields: JsonObject): void {
  const none = { sessions: undefined, active_agent_id: undefined, active_session_token: undefined }
  changeConfig(folder, home, (raw) => withFields(raw, { ...none, ...fields }))
  for (const name of namesIn(join(folder, 'sessions'))) rmSync(join(folder, 'sessions', name), { force: true })
}

const namesIn = (folder: string) => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
}

function sessionIn(raw: JsonObject, agentId: string): JsonObject {
  const { sessions } = raw
  const found = isObject(sessions) ? sessions[agentId] : undefined
  return isObject(found) ? found : {}
}

function withSession(raw: JsonObject, agentId: string, session: JsonObject | undefined): JsonObject {
  const others = isObject(raw.sessions) ? raw.sessions : {}
  return withFields(others, { [agentId]: session })
}

/** What `sessions/<agent>.json` holds; undefined where there is none that can be read. */
export function sessionFileOf(folder: string, agentId: string): JsonObject | undefined {
  const read = readJsonFile(sessionPath(folder, agentId))
  return read.kind === 'object' ? read.value : undefined
}

function changeSessionFile(folder: string, agentId: string, fields: JsonObject): void {
  const path = sessionPath(folder, agentId)
  if (readJsonFile(path).kind === 'corrupt') setAside(path)
  writeJsonFile(path, { ...sessionFileOf(folder, agentId), ...fields })
}

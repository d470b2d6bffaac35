import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type JsonObject } from '../json'
import { type Config, withFields } from './config'
import { changeConfig } from './config-file'
import { configPath, type Home, sessionPath, trySave } from './home'
import { readJsonFile, renameCorrupt, writeJsonFile } from './json-file'

/** A session that was activated or extended. */
interface NewSession {
  agent_id: string
  session_id: string
  session_token: string
  started_at: string
  expires_at: string
}

const ALTERNATIVE = 'For the next command, set MEMANTO_AGENT_ID and MEMANTO_SESSION_TOKEN (printed by --show-token).'

/** Stores a session for later commands. With `activate`, its agent becomes the default agent. */
export async function storeSession(home: Home, session: NewSession, { activate }: { activate: boolean }): Promise<void> {
  const { agent_id, session_id, session_token, expires_at } = session
  await trySave(home, `the session of agent '${agent_id}'`, ALTERNATIVE, (folder) => {
    changeConfig(folder, home, (raw) => {
      const isActive = activate || raw.active_agent_id === agent_id
      const active = isActive ? { active_agent_id: agent_id, active_session_token: session_token } : {}
      const before = sessionIn(raw, agent_id)
      return withFields(raw, { ...active, sessions: withSession(raw, agent_id, { ...before, session_id, session_token, expires_at }) })
    })
    changeSessionFile(folder, agent_id, { ...session, status: 'active' })
  })
}

/** What a response says about the session of a stored token. */
interface SessionUpdate {
  expiresAt: string
  /** A newer copy of the token. */
  token: string | undefined
}

/**
 * Updates a stored session whose token was sent as `sentToken`, if the response differs from what is stored. A session that another
 * command has changed in the meantime stays as it is.
 */
export async function updateStoredSession(
  home: Home,
  config: Config,
  sentToken: string,
  { expiresAt, token }: SessionUpdate,
): Promise<void> {
  const [agentId, stored] = [...config.sessions].find(([, { session_token }]) => session_token === sentToken) ?? []
  if (agentId === undefined || (token === undefined && Date.parse(stored?.expires_at ?? '') === Date.parse(expiresAt))) return
  const fields = { session_token: token ?? sentToken, expires_at: expiresAt }
  await trySave(home, `the newer token of agent '${agentId}'`, 'The stored token still works.', (folder) => {
    changeConfig(folder, home, (raw) => {
      const before = sessionIn(raw, agentId)
      if (before.session_token !== sentToken) return raw
      const active = raw.active_agent_id === agentId ? { active_session_token: fields.session_token } : {}
      return withFields(raw, { ...active, sessions: withSession(raw, agentId, { ...before, ...fields }) })
    })
    if (readSessionFile(folder, agentId)?.session_token === sentToken) changeSessionFile(folder, agentId, fields)
  })
}

/** Removes a session that has ended from config.json. Its own file stays for other clients, marked inactive, unless the agent was deleted. */
export async function forgetSession(home: Home, agentId: string, { isAgentDeleted = false } = {}): Promise<void> {
  if (home.folder === undefined || !isStored(home.folder, agentId)) return
  await trySave(home, `the end of the session of agent '${agentId}'`, 'Unset MEMANTO_SESSION_TOKEN if it is set.', (folder) => {
    changeConfig(folder, home, (raw) => {
      const ended = raw.active_agent_id === agentId ? { active_agent_id: undefined, active_session_token: undefined } : {}
      return withFields(raw, { ...ended, sessions: withSession(raw, agentId, undefined) })
    })
    if (isAgentDeleted) rmSync(sessionPath(folder, agentId), { force: true })
    else if (readSessionFile(folder, agentId)) changeSessionFile(folder, agentId, { status: 'inactive' })
  })
}

function isStored(folder: string, agentId: string): boolean {
  const read = readJsonFile(configPath(folder))
  const raw = read.kind === 'object' ? read.value : {}
  return raw.active_agent_id === agentId || 'session_id' in sessionIn(raw, agentId) || readSessionFile(folder, agentId) !== undefined
}

/** Removes every session token from this machine, and changes these fields of config.json. Call it under the lock. */
export function forgetAllSessions(folder: string, home: Home, fields: JsonObject): void {
  const none = { sessions: undefined, active_agent_id: undefined, active_session_token: undefined }
  changeConfig(folder, home, (raw) => withFields(raw, { ...none, ...fields }))
  for (const name of sessionFilesIn(join(folder, 'sessions'))) rmSync(join(folder, 'sessions', name), { force: true })
}

/** The session files, also those that were renamed because they were corrupt. */
const sessionFilesIn = (folder: string) => namesIn(folder).filter((name) => /\.json(\.corrupt-.*)?$/.test(name))

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function sessionIn({ sessions }: JsonObject, agentId: string): JsonObject {
  const found = isObject(sessions) ? sessions[agentId] : undefined
  return isObject(found) ? found : {}
}

function withSession({ sessions }: JsonObject, agentId: string, session: JsonObject | undefined): JsonObject {
  return withFields(isObject(sessions) ? sessions : {}, { [agentId]: session })
}

/** Reads `sessions/<agent>.json`; undefined if there is no readable file. */
export function readSessionFile(folder: string, agentId: string): JsonObject | undefined {
  const read = readJsonFile(sessionPath(folder, agentId))
  return read.kind === 'object' ? read.value : undefined
}

function changeSessionFile(folder: string, agentId: string, fields: JsonObject): void {
  const path = sessionPath(folder, agentId)
  if (readJsonFile(path).kind === 'corrupt') renameCorrupt(path)
  writeJsonFile(path, { ...readSessionFile(folder, agentId), ...fields })
}

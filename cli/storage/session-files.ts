import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, type JsonObject } from '../json'
import { isSameServer, serverIn } from '../settings'
import { type Config, parseConfig, withFields } from './config'
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

interface StoreOptions {
  /** The agent of the session becomes the default agent. */
  activate: boolean
  /** config.json when the command began. */
  config: Config
  /** The stored token of the session that is extended or replaced. Where it is not stored any more, nothing is stored. */
  insteadOf?: string | undefined
}

/**
 * Stores a session for later commands, unless another command has changed the stored address or key since this one began. What another
 * command has stored in the place of `insteadOf` stays; if it has removed it, nothing is stored.
 */
export async function storeSession(home: Home, session: NewSession, { activate, config, insteadOf }: StoreOptions): Promise<void> {
  const { agent_id, session_id, session_token, expires_at } = session
  const isExpected = (stored: JsonObject) =>
    insteadOf === undefined ||
    stored.session_id === session_id ||
    [insteadOf, session_token].some((token) => token === stored.session_token)
  await trySave(home, `the session of agent '${agent_id}'`, ALTERNATIVE, (folder) => {
    let inConfig: JsonObject = {}
    changeConfig(folder, home, (raw) => {
      requireSameSignIn(raw, config)
      inConfig = storedIn(raw, agent_id)
      if (!isExpected(inConfig)) return raw
      const isActive = activate || raw.active_agent_id === agent_id
      const active = isActive ? { active_agent_id: agent_id, active_session_token: session_token } : {}
      return withFields(raw, { ...active, sessions: withSession(raw, agent_id, { ...inConfig, session_id, session_token, expires_at }) })
    })
    const file = readSessionFile(folder, agent_id)
    const isEnded = file === undefined || file.status === 'inactive'
    if (isExpected(isEnded ? inConfig : file)) changeSessionFile(folder, agent_id, { ...session, status: 'active' })
  })
}

/** @throws ESIGNIN if another command has changed the address or the key in config.json since it was `before`, or removed the key. */
function requireSameSignIn(raw: JsonObject, before: Config): void {
  const now = parseConfig(raw)
  const [address, addressBefore] = [serverIn(now), serverIn(before)]
  const isSameKey = before.api_key === undefined || now.api_key === before.api_key
  if (isSameKey && (address === addressBefore || isSameServer(address, addressBefore))) return
  throw Object.assign(new Error('another command has changed the server or the key meanwhile'), { code: 'ESIGNIN' })
}

/** Returns an agent's session in config.json; other clients may have stored the token of the active agent alone. */
function storedIn(raw: JsonObject, agentId: string): JsonObject {
  const isActive = raw.active_agent_id === agentId && raw.active_session_token !== undefined
  return { ...(isActive && { session_token: raw.active_session_token }), ...sessionIn(raw, agentId) }
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

/** Returns the ids of an agent's sessions in config.json and in the session's own file. */
export function storedSessionIds({ folder }: Home, { sessions }: Config, agentId: string): unknown[] {
  return [sessions.get(agentId)?.session_id, folder === undefined ? undefined : readSessionFile(folder, agentId)?.session_id]
}

/**
 * Removes a session that has ended from config.json. Its own file stays for other clients, marked inactive. A session that another command
 * has stored meanwhile, whose id is not in `ended`, stays as it is.
 */
export async function forgetSession(home: Home, agentId: string, ended: unknown[]): Promise<void> {
  await forget(home, agentId, ended, (folder) => changeSessionFile(folder, agentId, { status: 'inactive' }))
}

/** Removes the session of an agent that was deleted, and its file. A session of an agent of the same name that was created since stays. */
export async function forgetDeletedAgent(home: Home, agentId: string, ended: unknown[]): Promise<void> {
  await forget(home, agentId, ended, (folder) => rmSync(sessionPath(folder, agentId), { force: true }))
}

async function forget(home: Home, agentId: string, ended: unknown[], endFile: (folder: string) => void): Promise<void> {
  const isOver = ({ session_id }: JsonObject) => session_id === undefined || ended.includes(session_id)
  if (home.folder === undefined || !isStored(home.folder, agentId)) return
  await trySave(home, `the end of the session of agent '${agentId}'`, 'Unset MEMANTO_SESSION_TOKEN if it is set.', (folder) => {
    changeConfig(folder, home, (raw) => {
      if (!isOver(sessionIn(raw, agentId))) return raw
      const ended = raw.active_agent_id === agentId ? { active_agent_id: undefined, active_session_token: undefined } : {}
      return withFields(raw, { ...ended, sessions: withSession(raw, agentId, undefined) })
    })
    const file = readSessionFile(folder, agentId)
    if (file && isOver(file)) endFile(folder)
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

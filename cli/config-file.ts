import { configPath, type Home, saving } from './home'
import { isObject, type JsonObject, makePrivate, type Read, readJsonFile, setAside, writeJsonFile } from './json-file'

/** A session as config.json keeps it. */
export interface KeptSession {
  session_id: string
  session_token: string
  expires_at: string
}

/** What we know of config.json; other Memanto clients may keep more in it. */
export interface Config {
  server_url?: string
  api_key?: string
  active_agent_id?: string
  active_session_token?: string
  auto_renew?: boolean
  sessions: Map<string, KeptSession>
}

const TEXTS = ['server_url', 'api_key', 'active_agent_id', 'active_session_token'] as const

export const KNOWN_FIELDS: readonly string[] = [...TEXTS, 'auto_renew', 'sessions']

/** Fields of a wrong type count as absent. */
export function parseConfig(raw: JsonObject): Config {
  const texts = TEXTS.map((name) => [name, raw[name]] as const).filter(([, value]) => typeof value === 'string' && value !== '')
  const sessions = isObject(raw.sessions) ? Object.entries(raw.sessions) : []
  return {
    ...Object.fromEntries(texts),
    ...(typeof raw.auto_renew === 'boolean' && { auto_renew: raw.auto_renew }),
    sessions: new Map(sessions.filter((entry): entry is [string, KeptSession] => isKept(entry[1]))),
  }
}

/** Names of the fields that hold something, but nothing of use. */
export function unusableFields(raw: JsonObject): string[] {
  const texts = TEXTS.filter((name) => typeof raw[name] !== 'string')
  const others = [...(typeof raw.auto_renew === 'boolean' ? [] : ['auto_renew']), ...(isObject(raw.sessions) ? [] : ['sessions'])]
  return [...texts, ...others].filter((name) => (raw[name] ?? undefined) !== undefined)
}

function isKept(value: unknown): value is KeptSession {
  return isObject(value) && typeof value.session_token === 'string' && value.session_token !== ''
}

/** The file as it stands. A corrupt one is set aside, and the command goes on without. */
export async function readConfigFile(home: Home): Promise<JsonObject> {
  if (home.folder === undefined) return {}
  const path = configPath(home.folder)
  const read = readJsonFile(path)
  if (read.kind === 'unreadable') home.note(`${path} cannot be read (${read.error.code}). Continuing without it.`)
  if (read.kind === 'object' && makePrivate(path))
    home.note(`${path} was readable by other users of this machine. Now only you can read it.`)
  if (read.kind !== 'corrupt') return objectOf(read)
  const instead = `${path} is not valid JSON. Continuing without it.`
  let found: JsonObject = {}
  await saving(home, 'a repaired config.json', instead, () => {
    found = healed(path, home)
  })
  return found
}

/** To be called under the lock: another command may have repaired it a moment ago. */
function healed(path: string, home: Home): JsonObject {
  const read = readJsonFile(path)
  if (read.kind !== 'corrupt') return objectOf(read)
  home.note(`${path} was not valid JSON. It was renamed to ${setAside(path)}, and a new one was created.`)
  return {}
}

const objectOf = (read: Read) => (read.kind === 'object' ? read.value : {})

/** To be called under the lock. `change` gets the whole file, unknown fields too, and gives what it shall hold. */
export function changeConfig(folder: string, home: Home, change: (raw: JsonObject) => JsonObject): void {
  const path = configPath(folder)
  const read = readJsonFile(path)
  if (read.kind === 'unreadable') throw read.error
  writeJsonFile(path, change(healed(path, home)))
}

/** The fields with these changes; undefined takes a field away. */
export function withFields(raw: JsonObject, fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...raw, ...fields }).filter(([, value]) => value !== undefined))
}

import { isObject, type JsonObject } from '../json'

/** A session in config.json. */
export interface StoredSession {
  session_id: string
  session_token: string
  /** RFC 3339, from the last response about this session. */
  expires_at: string
}

/** The fields of config.json that this command uses; other Memanto clients may store more. */
export interface Config {
  server_url?: string
  api_key?: string
  active_agent_id?: string
  active_session_token?: string
  auto_renew?: boolean
  sessions: Map<string, StoredSession>
}

const TEXT_FIELDS = ['server_url', 'api_key', 'active_agent_id', 'active_session_token'] as const

/** The names of the fields of config.json that this command uses. */
export const KNOWN_FIELDS: readonly string[] = [...TEXT_FIELDS, 'auto_renew', 'sessions']

/** Reads the known fields. A field of a wrong type counts as absent. */
export function parseConfig(raw: JsonObject): Config {
  const texts = TEXT_FIELDS.map((name) => [name, raw[name]] as const).filter(([, value]) => typeof value === 'string' && value !== '')
  const sessions = isObject(raw.sessions) ? Object.entries(raw.sessions) : []
  return {
    ...Object.fromEntries(texts),
    ...(typeof raw.auto_renew === 'boolean' && { auto_renew: raw.auto_renew }),
    sessions: new Map(sessions.filter((entry): entry is [string, StoredSession] => isStoredSession(entry[1]))),
  }
}

/** Returns the names of the known fields that have a value of a wrong type. */
export function invalidFields(raw: JsonObject): string[] {
  const texts = TEXT_FIELDS.filter((name) => typeof raw[name] !== 'string')
  const others = [...(typeof raw.auto_renew === 'boolean' ? [] : ['auto_renew']), ...(isObject(raw.sessions) ? [] : ['sessions'])]
  return [...texts, ...others].filter((name) => (raw[name] ?? undefined) !== undefined)
}

function isStoredSession(value: unknown): value is StoredSession {
  return isObject(value) && typeof value.session_token === 'string' && value.session_token !== ''
}

/** Returns the object with these fields changed; undefined removes a field. */
export function withFields(raw: JsonObject, fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...raw, ...fields }).filter(([, value]) => value !== undefined))
}

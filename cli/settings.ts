import { CommandError } from './errors'
import { isObject, type JsonObject } from './json'
import type { Config } from './storage/config'

const DEFAULT_SERVER = 'http://localhost:8000'

/** A setting and where it comes from: the name of a variable, `config.json` or `default`. */
export interface Sourced {
  value: string
  from: string
}

/** The settings of a command. */
export interface Settings {
  /** As it was written; `serverAddress` validates it. */
  serverUrl: Sourced
  apiKey: Sourced | undefined
  /** From MEMANTO_AGENT_ID, or the agent activated last. */
  agentId: Sourced | undefined
  /** From the environment only: config.json has one token per agent. */
  sessionToken: Sourced | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/** Returns the settings. The environment has priority over config.json; empty variables count as unset. */
export function settingsOf(env: Env, config: Config): Settings {
  const fromEnv = (...names: string[]) => names.flatMap((from) => sourced(env[from]?.trim(), from)).at(0)
  const fromFile = (value: string | undefined) => sourced(value, 'config.json').at(0)
  return {
    serverUrl: fromEnv('MEMANTO_URL') ?? fromFile(config.server_url) ?? { value: DEFAULT_SERVER, from: 'default' },
    apiKey: fromEnv('MEMANTO_API_KEY', 'MOORCHEH_API_KEY') ?? fromFile(config.api_key),
    agentId: fromEnv('MEMANTO_AGENT_ID') ?? fromFile(config.active_agent_id),
    sessionToken: fromEnv('MEMANTO_SESSION_TOKEN'),
  }
}

/** Returns the address in config.json, else the default. It is what commands use without MEMANTO_URL. */
export const serverIn = (config: Config) => settingsOf({}, config).serverUrl.value

/** Returns whether a setting comes from a variable of the environment. */
export const isFromEnv = ({ from }: Sourced) => !['config.json', 'default'].includes(from)

/** Returns the names of the variables that have another value than what was stored now, which they override. */
export function overridingVariables({ serverUrl, apiKey, agentId, sessionToken }: Settings, stored: JsonObject): string[] {
  const ofToken = sessionToken && agentOfToken(sessionToken.value)
  const tokenAgent = ofToken && { ...sessionToken, value: ofToken }
  const pairs = [
    [serverUrl, stored.server_url, isSameServer],
    [apiKey, stored.api_key, Object.is],
    [agentId && isFromEnv(agentId) ? agentId : tokenAgent, stored.active_agent_id, Object.is],
  ] as const
  return pairs.flatMap(([used, value, isSame]) =>
    value === undefined || !used || !isFromEnv(used) || isSame(value, used.value) ? [] : [used.from],
  )
}

/** Returns the agent that a token names. The token is not verified: the server does that. */
export function agentOfToken(token: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return isObject(claims) && typeof claims.agent_id === 'string' ? claims.agent_id : undefined
  } catch {
    return undefined
  }
}

const sourced = (value: string | undefined, from: string): Sourced[] => (value ? [{ value, from }] : [])

/**
 * Returns a server address without a slash or `/api/v2` at its end.
 * @throws usage if it is not a URL, or contains a user name or password.
 */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new CommandError(
      'usage',
      'The server address is not valid.',
      `Use a URL such as ${DEFAULT_SERVER} or https://memanto.example.com.`,
    )
  if (url.username !== '' || url.password !== '')
    throw new CommandError('usage', 'The server address must not contain a user name or password.', 'Sign in with an API key instead.')
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v2$/, '')}`
}

const AGENT_NAME = /^[A-Za-z0-9_-]{1,64}$/

/**
 * Returns an agent's name, which becomes part of URLs and file names.
 * @throws usage if it is not valid.
 */
export function agentName(text: string): string {
  if (AGENT_NAME.test(text)) return text
  throw new CommandError('usage', 'That is not a valid agent name.', 'A name has 1 to 64 letters, digits, hyphens or underscores.')
}

/** Returns an address in which a user name and password are replaced by `…`. */
export const maskAddress = (text: string) => text.replace(/\/\/[^@/]*@/, '//…@')

/** Returns whether `address`, already normalized, is the address in `text`; false if `text` is not valid. */
export function isSameServer(address: unknown, text: string): boolean {
  try {
    return address === serverAddress(text)
  } catch {
    return false
  }
}

import type { Config } from './config-file'
import { CommandFailure } from './failures'

const DEFAULT_SERVER = 'http://localhost:8000'

/** A setting and where it comes from: a variable's name, `config.json` or `default`. */
export interface Sourced {
  value: string
  from: string
}

export interface Settings {
  /** As it was written: `serverAddress` tells whether it is one. */
  serverUrl: Sourced
  apiKey: Sourced | undefined
  /** What MEMANTO_AGENT_ID or the last activation chose. */
  agentId: Sourced | undefined
  /** From the environment only: files keep one token for each agent. */
  sessionToken: Sourced | undefined
}

type Env = Readonly<Record<string, string | undefined>>

/** The environment wins over the file. Empty variables count as unset. */
export function settingsOf(env: Env, config: Config): Settings {
  const fromEnv = (...names: string[]) => names.flatMap((from) => sourced(env[from]?.trim(), from)).at(0)
  const fromFile = (value: string | undefined) => sourced(value, 'config.json').at(0)
  const address = fromEnv('MEMANTO_URL') ?? fromFile(config.server_url) ?? { value: DEFAULT_SERVER, from: 'default' }
  return {
    serverUrl: address,
    apiKey: fromEnv('MEMANTO_API_KEY', 'MOORCHEH_API_KEY') ?? fromFile(config.api_key),
    agentId: fromEnv('MEMANTO_AGENT_ID') ?? fromFile(config.active_agent_id),
    sessionToken: fromEnv('MEMANTO_SESSION_TOKEN'),
  }
}

const sourced = (value: string | undefined, from: string): Sourced[] => (value ? [{ value, from }] : [])

/** The address without a slash or `/api/v2` at its end, or a usage failure. */
export function serverAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new CommandFailure(
      'usage',
      'The server address is not valid.',
      `Use a URL such as ${DEFAULT_SERVER} or https://memanto.example.com.`,
    )
  if (url.username !== '' || url.password !== '')
    throw new CommandFailure('usage', 'The server address must not contain a user name or password.', 'Sign in with an API key instead.')
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v2$/, '')}`
}

const AGENT_ID = /^[A-Za-z0-9_-]{1,64}$/

/** The name of an agent, or a usage failure: it goes into addresses and file names. */
export function agentName(text: string): string {
  if (AGENT_ID.test(text)) return text
  throw new CommandFailure('usage', 'That is not a valid agent name.', 'A name has 1 to 64 letters, digits, hyphens or underscores.')
}

/** Without the name and the password that somebody may have written into it. */
export const shownAddress = (text: string) => text.replace(/\/\/[^@/]*@/, '//…@')

/** Do both lead to the same server? What is no address leads to none. */
export function isSameServer(one: unknown, other: string): boolean {
  try {
    return one === serverAddress(other)
  } catch {
    return false
  }
}

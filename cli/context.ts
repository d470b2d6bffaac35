import type { Command } from 'commander'
import { type Api, apiFor, type Credentials } from './client'
import { type Config, parseConfig, readConfigFile, unusableFields } from './config-file'
import { CommandFailure } from './failures'
import { jsonText, oneLine } from './harmless'
import { type Home, homeFolder } from './home'
import type { Look } from './print-lines'
import { keepFreshToken } from './session-files'
import { type Settings, serverAddress, settingsOf } from './settings'
import { paintFor, widthOf } from './terminal'

/** What every command may be given. */
interface CommonOptions {
  json?: boolean
  timeout?: number
  local?: boolean
  renew?: boolean
  agent?: string
}

/** What a command works with. */
export interface Context {
  options: CommonOptions
  timeoutMs: number
  home: Home
  config: Config
  settings: Settings
  look: Look
  /** The API's answer as JSON, or as lines for a person. */
  print(answer: unknown, lines: (look: Look) => string[]): void
  /** A line on stderr. */
  note(sentence: string): void
  warn(sentence: string): void
  api(credentials: Credentials): Api
}

const DEFAULT_TIMEOUT_SECONDS = 30
const LONGEST_TIMER_MS = 2 ** 31 - 1

export async function openContext(command: Command): Promise<Context> {
  const options = command.optsWithGlobals<CommonOptions>()
  const { note, warn } = notes()
  const home: Home = { folder: homeFolder(process.env), note: onceEach(warn) }
  const raw = await readConfigFile(home)
  const config = parseConfig(raw)
  const unusable = unusableFields(raw)
  if (unusable.length > 0) warn(`config.json: ignoring invalid values for ${unusable.join(', ')}.`)
  const settings = settingsOf(process.env, config)
  const look: Look = { paint: paintFor(process.stdout, process.env), isLocal: options.local === true, width: widthOf(process.stdout) }
  const print = (answer: unknown, lines: (look: Look) => string[]) => writeOut(options.json ? [jsonText(answer)] : lines(look))
  const timeoutMs = Math.min((options.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000, LONGEST_TIMER_MS)
  const api = (credentials: Credentials) => {
    const onFreshToken = (token: string, expiresAt: string) => keepFreshToken(home, config, credentials.token, token, expiresAt)
    return apiFor({ serverUrl: serverAddress(settings.serverUrl.value), timeoutMs, onFreshToken }, credentials)
  }
  return { options, timeoutMs, home, config, settings, look, print, note, warn, api }
}

const writeOut = (lines: string[]) => process.stdout.write(`${lines.join('\n')}\n`)

function notes() {
  const paint = paintFor(process.stderr, process.env)
  const note = (sentence: string) => void process.stderr.write(`${oneLine(sentence)}\n`)
  const warn = (sentence: string) => void process.stderr.write(`${paint.yellow(oneLine(sentence))}\n`)
  return { note, warn }
}

function onceEach(say: (sentence: string) => void) {
  const said = new Set<string>()
  return (sentence: string) => {
    if (!said.has(sentence)) say(sentence)
    said.add(sentence)
  }
}

/** The API for calls that need a key. */
export function managing(context: Context): Api {
  return context.api({ key: requireKey(context) })
}

export function requireKey({ settings }: Pick<Context, 'settings'>): string {
  if (settings.apiKey) return settings.apiKey.value
  throw new CommandFailure('not_signed_in', 'No API key found.', 'Sign in: memanto login. In scripts, set MEMANTO_API_KEY.')
}

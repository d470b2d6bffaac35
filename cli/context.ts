import type { Command } from 'commander'
import { isEnding } from './ending'
import { CommandError } from './errors'
import { type Api, type Credentials, createApi } from './http/client'
import type { SessionHeaders } from './http/session-headers'
import type { Format } from './output/lines'
import { sanitizedJson, sanitizeLine } from './output/sanitize'
import { paintFor, widthOf } from './output/terminal'
import { type Settings, serverAddress, settingsOf } from './settings'
import { type Config, invalidFields, parseConfig } from './storage/config'
import { readConfigFile } from './storage/config-file'
import { type Home, homeFolder } from './storage/home'
import { updateStoredSession } from './storage/session-files'

/** Options that several commands have. */
interface CommonOptions {
  json?: boolean
  timeout?: number
  local?: boolean
  renew?: boolean
  agent?: string
}

/** Called with what a response says about the session. */
type OnSession = (headers: SessionHeaders) => void

/** What a command works with. */
export interface Context {
  options: CommonOptions
  timeoutMs: number
  home: Home
  config: Config
  settings: Settings
  format: Format
  /** Writes the API's response to stdout: as JSON with `--json`, otherwise as the lines. */
  print(response: unknown, lines: (format: Format) => string[]): void
  /** Writes a line to stderr. */
  note(sentence: string): void
  /** Writes a line to stderr, in yellow. */
  warn(sentence: string): void
  /** Returns the API. What responses say about a stored session is saved. */
  api(credentials: Credentials, onSession?: OnSession): Api
}

const DEFAULT_TIMEOUT_SECONDS = 30
const MAX_TIMER_MS = 2 ** 31 - 1

/** Reads the options, the environment and config.json. */
export async function openContext(command: Command): Promise<Context> {
  const options = command.optsWithGlobals<CommonOptions>()
  const warn = lineWriter(paintFor(process.stderr, process.env).yellow)
  const home: Home = { folder: homeFolder(process.env), note: onceEach(warn) }
  const raw = await readConfigFile(home)
  const config = parseConfig(raw)
  const invalid = invalidFields(raw)
  if (invalid.length > 0) warn(`config.json: ignoring invalid values for ${invalid.join(', ')}.`)
  const settings = settingsOf(process.env, config)
  const format = { paint: paintFor(process.stdout, process.env), isLocal: options.local === true, width: widthOf(process.stdout) }
  const timeoutMs = Math.min(Math.ceil((options.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000), MAX_TIMER_MS)
  return {
    options,
    timeoutMs,
    home,
    config,
    settings,
    format,
    print: (response, lines) => write(process.stdout, (options.json ? [sanitizedJson(response)] : lines(format)).join('\n')),
    note: lineWriter((line) => line),
    warn,
    api: (credentials, onSession) => {
      const onSessionHeaders = async (headers: SessionHeaders) => {
        onSession?.(headers)
        if (credentials.token) await updateStoredSession(home, config, credentials.token, headers)
      }
      return createApi({ serverUrl: serverAddress(settings.serverUrl.value), timeoutMs, onSessionHeaders }, credentials)
    },
  }
}

function write(stream: NodeJS.WriteStream, text: string): void {
  if (!isEnding()) stream.write(`${text}\n`)
}

const lineWriter = (paint: (line: string) => string) => (sentence: string) => write(process.stderr, paint(sanitizeLine(sentence)))

function onceEach(write: (sentence: string) => void) {
  const written = new Set<string>()
  return (sentence: string) => {
    if (!written.has(sentence)) write(sentence)
    written.add(sentence)
  }
}

/**
 * Returns the API with the API key.
 * @throws not_signed_in
 */
export function apiWithKey(context: Context): Api {
  return context.api({ key: requireKey(context) })
}

/**
 * Returns the API key.
 * @throws not_signed_in if there is none.
 */
export function requireKey({ settings }: Pick<Context, 'settings'>): string {
  if (settings.apiKey) return settings.apiKey.value
  throw new CommandError('not_signed_in', 'No API key found.', 'Sign in: memanto login. In scripts, set MEMANTO_API_KEY.')
}

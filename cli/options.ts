import { type Argument, InvalidArgumentError, Option } from 'commander'
import { readCommaList } from '../lib/input/comma-list'

/** `--json`, for every command. */
export const jsonOption = () => new Option('--json', 'print the API response as JSON, and nothing else')
/** `--timeout`, for every command. */
export const timeoutOption = () =>
  new Option(
    '--timeout <seconds>',
    'how long to wait for the server, retries included; for an import or export, how long it may be silent (default: 30)',
  ).argParser(parsePositive)
/** `--local`, for commands that print times. */
export const localOption = () => new Option('--local', 'show times in your time zone instead of UTC')
/** `--agent`, for commands that use the session of one agent. */
export const agentOption = () =>
  new Option('-a, --agent <name>', 'the agent (default: MEMANTO_AGENT_ID, else that of MEMANTO_SESSION_TOKEN, else the last one activated)')
/** `--no-renew`, for commands that renew a session that expires soon. */
export const noRenewOption = () => new Option('--no-renew', 'do not renew a session that expires soon')
/** `--reactivate`, for commands that need an active session. */
export const reactivateOption = () =>
  new Option('--reactivate', 'if the session has ended, reactivate it or start a new one, and try again')
/** `--limit`, for commands that list items. */
export const limitOption = (items: string) => new Option('--limit <number>', `maximum number of ${items}`).argParser(parseWhole)

/** `--reason`, for commands that write a version of a memory. */
export const reasonOption = () => new Option('--reason <text>', 'why; kept with the version')
/** `--if-version`, for commands that write a version of a memory. `--version` is taken by every command. */
export const ifVersionOption = () =>
  new Option('--if-version <number>', 'change nothing if this is not the present version any more').argParser(parseWhole)
/** Parses the number of a version. */
export const toVersionOption = () =>
  new Option('--to-version <number>', 'the version whose text and fields it gets back').argParser(parseWhole)
/** `--expires-at`, for commands that write a memory. */
export const expiresAtOption = (more = '') => new Option('--expires-at <time>', `from when on it is no longer recalled${more}`)
/** `--ttl-hours`, for commands that write a memory. */
export const ttlHoursOption = () => new Option('--ttl-hours <hours>', 'hours after which it is no longer recalled').argParser(parsePositive)

/** The name of `--tag` in other Memanto clients. `parse` is the parser of `--tag`. */
export const tagsOption = (parse: typeof parseList) => new Option('--tags <tags>').argParser(parse).hideHelp()

/** Parses a number. */
export function parseNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.')
  return value
}

/** Parses a number above 0. */
export function parsePositive(text: string): number {
  const value = parseNumber(text)
  if (value <= 0) throw new InvalidArgumentError('It must be more than 0.')
  return value
}

function parseWhole(text: string): number {
  const value = parsePositive(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.')
  return value
}

/** Parses an option that may be repeated or list values with commas; a value that contains a comma is written in double quotes. */
export function parseList(text: string, before: string[] = []): string[] {
  const values = readCommaList(text)
  if (values.length === 0) throw blankValue()
  return [...before, ...values]
}

/** Parses the tags that a memory gets, as `parseList` does; a blank text means none. */
export const parseTags = (text: string, before: string[] = []): string[] => [...before, ...readCommaList(text)]

/** Makes an option or an argument refuse a blank value: it comes from a variable that is not set, and without it the command would do more. */
export function refuseBlank<Input extends Option | Argument>(input: Input): Input {
  const { parseArg } = input
  input.argParser<unknown>((text, before) => {
    if (text.trim() === '') throw blankValue()
    return parseArg ? parseArg<unknown>(text, before) : text
  })
  return input
}

const blankValue = () => new InvalidArgumentError('It is empty. Leave it out, or check the variable that it comes from.')

/** Returns a parser for an option that may be repeated or list values with commas, and takes only the allowed values. */
export function listParser(allowed: readonly string[]) {
  return (text: string, before: string[] = []): string[] => {
    const values = parseList(text, before)
    const unknown = values.find((value) => !allowed.includes(value))
    if (unknown !== undefined) throw new InvalidArgumentError(`'${unknown}' is not one of ${allowed.join(', ')}.`)
    return values
  }
}

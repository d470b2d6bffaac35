import { CommanderError } from 'commander'
import { commandState } from './command-state'
import { ApiError, CommandError, EXIT, exitCodeOf, messageOf, problemOf } from './errors'
import { type HintContext, hintFor } from './hints'
import { isAboutOption, withOptionNames } from './option-names'
import { maskSecrets, sanitizedJson, sanitizeLine } from './output/sanitize'
import { paintFor } from './output/terminal'
import { selectAgent } from './session/select'

/** Writes an error and its hint to stderr, with `isJson` as a problem document. Returns the exit code. */
export function report(thrown: unknown, isJson: boolean): number {
  if (thrown instanceof CommanderError) return reportUsage(thrown, isJson)
  const error = asUnreadableResponse(thrown)
  // Programs get what the API said, in its own words.
  const inWords = error instanceof ApiError && !isJson ? withOptionNames(error, commandState.command) : error
  write(inWords, hintOf(inWords), isJson)
  return isAboutOption(error, commandState.command) ? EXIT.usage : exitCodeOf(error)
}

/** Commander also throws for `--help` and `--version`, which are no errors. */
function reportUsage(thrown: CommanderError, isJson: boolean): number {
  if (thrown.exitCode === 0) return EXIT.ok
  if (thrown.code === 'commander.help') return EXIT.usage
  const message = withoutFarSuggestion(thrown.message.replace(/^error: /, '')).replaceAll('\n', ' ')
  write(new CommandError('usage', sanitizeLine(message)), 'Add --help for usage.', isJson)
  return EXIT.usage
}

function write(error: unknown, hint: string | undefined, isJson: boolean): void {
  const text = isJson ? sanitizedJson(problemOf(error)) : errorLines(messageOf(error), hint)
  process.stderr.write(`${maskSecrets(text)}\n`)
}

/** Commander also suggests words that only share some letters: "bogus" is not a misspelt "logout". */
function withoutFarSuggestion(message: string): string {
  const [, typed = ''] = /'-*([^']*)'/.exec(message) ?? []
  const suggestions = /\n\(Did you mean (?:one of )?([^?]*)\?\)$/.exec(message)?.[1]?.split(', ') ?? []
  const isNear = suggestions.some((word) => word.replace(/^-+/, '').startsWith(typed.slice(0, 1)))
  return isNear ? message : message.replace(/\n\(Did you mean .*\)$/, '')
}

function errorLines(message: string, hint: string | undefined): string {
  const paint = paintFor(process.stderr, process.env)
  return [`${paint.red('Error:')} ${sanitizeLine(message)}`, ...(hint ? [sanitizeLine(hint)] : [])].join('\n')
}

/** Returns the hint of an error. If finding it fails, the error is reported without one. */
function hintOf(error: unknown): string | undefined {
  if (error instanceof CommandError) return error.hint
  if (!(error instanceof ApiError)) return undefined
  try {
    return hintFor(error, hintContext(error))
  } catch {
    return undefined
  }
}

function hintContext({ retryAfterSeconds }: ApiError): HintContext {
  const { context, isExtending, agentId = context && selectAgent(context.options.agent, context.settings) } = commandState
  return { agentId, isExtending, retryAfterSeconds, keyFrom: context?.settings.apiKey?.from }
}

/** A TypeError means that a response does not have the expected fields, so it is not from a Memanto server of this version. */
function asUnreadableResponse(thrown: unknown): unknown {
  if (!(thrown instanceof TypeError)) return thrown
  const hint = 'Check the address with memanto config show. The server may have another version, or not be a Memanto server.'
  return new CommandError('not_memanto', `The response could not be read (${thrown.message}).`, hint, { cause: thrown })
}

import { CommanderError } from 'commander'
import { adviceOn, type Circumstances } from './advice'
import { ApiFailure, CommandFailure, EXIT, exitCodeOf, messageOf, problemOf } from './failures'
import { jsonText, oneLine, withoutSecrets } from './harmless'
import { pickAgent } from './held-session'
import { running } from './leaf'
import { paintFor } from './terminal'

/** Tells on stderr what went wrong and what to do next, and gives the exit code. */
export function report(thrown: unknown, isJson: boolean): number {
  if (thrown instanceof CommanderError) return reportParsing(thrown, isJson)
  const failure = understood(thrown)
  const text = isJson ? jsonText(problemOf(failure)) : sentences(messageOf(failure), hintOf(failure))
  process.stderr.write(`${withoutSecrets(text)}\n`)
  return exitCodeOf(failure)
}

/** Commander's failures; showing help and version is none. */
function reportParsing(thrown: CommanderError, isJson: boolean): number {
  if (thrown.exitCode === 0) return EXIT.ok
  if (thrown.code === 'commander.help') return EXIT.usage
  const failure = new CommandFailure('usage', oneLine(withoutFarSuggestion(thrown.message.replace(/^error: /, '')).replaceAll('\n', ' ')))
  const text = isJson ? jsonText(problemOf(failure)) : sentences(failure.message, 'Add --help for usage.')
  process.stderr.write(`${withoutSecrets(text)}\n`)
  return EXIT.usage
}

/** Commander also suggests words that merely have letters in common: "bogus" is no misspelt "logout". */
function withoutFarSuggestion(message: string): string {
  const [, typed = ''] = /'-*([^']*)'/.exec(message) ?? []
  const suggested = /\n\(Did you mean (?:one of )?([^?]*)\?\)$/.exec(message)?.[1]?.split(', ') ?? []
  const isNear = suggested.some((word) => word.replace(/^-+/, '').startsWith(typed.slice(0, 1)))
  return isNear ? message : message.replace(/\n\(Did you mean .*\)$/, '')
}

function sentences(message: string, hint: string | undefined): string {
  const paint = paintFor(process.stderr, process.env)
  return [`${paint.red('Error:')} ${oneLine(message)}`, ...(hint ? [oneLine(hint)] : [])].join('\n')
}

function hintOf(thrown: unknown): string | undefined {
  if (thrown instanceof CommandFailure) return thrown.hint
  return thrown instanceof ApiFailure ? quietly(() => adviceOn(thrown, circumstancesOf(thrown))) : undefined
}

function circumstancesOf({ retryAfterSeconds }: ApiFailure): Circumstances {
  const { context, isExtending, agentId = context && pickAgent(context.options.agent, context.settings) } = running
  return { agentId, isExtending, retryAfterSeconds, keyFrom: context?.settings.apiKey?.from }
}

/** What goes wrong in finding advice must not hide what went wrong before. */
function quietly<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}

/** Where the parts of an answer are missed, it came from something else. */
function understood(thrown: unknown): unknown {
  if (!(thrown instanceof TypeError)) return thrown
  const hint = 'Check the address with memanto config show. The server may have another version, or not be a Memanto server.'
  return new CommandFailure('not_memanto', `The response could not be read (${thrown.message}).`, hint, { cause: thrown })
}

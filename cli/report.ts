import { CommanderError } from 'commander'
import { adviceOn } from './advice'
import { ApiFailure, CommandFailure, EXIT, exitCodeOf, messageOf, problemOf } from './failures'
import { jsonText, oneLine, withoutSecrets } from './harmless'
import { running } from './leaf'
import { paintFor } from './terminal'
import { pickedSession } from './use-session'

/** Tells on stderr what went wrong and what to do next, and gives the exit code. */
export function report(thrown: unknown, isJson: boolean): number {
  if (thrown instanceof CommanderError) return reportParsing(thrown, isJson)
  const text = isJson ? jsonText(problemOf(thrown)) : sentences(messageOf(thrown), hintOf(thrown))
  process.stderr.write(`${withoutSecrets(text)}\n`)
  return exitCodeOf(thrown)
}

/** Commander's failures; showing help and version is none. */
function reportParsing(thrown: CommanderError, isJson: boolean): number {
  if (thrown.exitCode === 0) return EXIT.ok
  if (thrown.code === 'commander.help') return EXIT.usage
  const failure = new CommandFailure('usage', oneLine(thrown.message.replace(/^error: /, '').replaceAll('\n', ' ')))
  const text = isJson ? jsonText(problemOf(failure)) : sentences(failure.message, 'Add --help to see what there is.')
  process.stderr.write(`${withoutSecrets(text)}\n`)
  return EXIT.usage
}

function sentences(message: string, hint: string | undefined): string {
  const paint = paintFor(process.stderr, process.env)
  return [`${paint.red('Error:')} ${oneLine(message)}`, ...(hint ? [oneLine(hint)] : [])].join('\n')
}

function hintOf(thrown: unknown): string | undefined {
  if (thrown instanceof CommandFailure) return thrown.hint
  if (!(thrown instanceof ApiFailure)) return undefined
  const held = quietly(() => running.context && pickedSession(running.context))
  const agentId = running.agentId ?? held?.agentId
  const expiresAt = held?.agentId === agentId ? held?.expiresAt : undefined
  return adviceOn(thrown, { agentId, expiresAt, keyFrom: running.context?.settings.apiKey?.from, now: new Date() })
}

function quietly<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch {
    return undefined
  }
}

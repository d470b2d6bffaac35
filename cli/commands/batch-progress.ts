import type { Context } from '../context'
import { CommandError } from '../errors'
import type { BatchOutcome } from '../http/client'
import type { Line } from '../input/memory-lines'
import { countOf, success } from '../output/lines'
import { sanitizeLine } from '../output/sanitize'

/** What a file consists of. */
export type Noun = 'line' | 'message'

type LineResult = BatchOutcome['results'][number] & { line: number }

/** The progress of a batch. */
export interface BatchProgress {
  /** The number of the last line that is stored or refused. */
  lastLine: number
  bytes: number
  /** Lines that were sent and for which no response has arrived. */
  inFlight?: Line[] | undefined
  /** From the last response. */
  stored?: Pick<BatchOutcome, 'agent_id' | 'session_id' | 'namespace'> | undefined
  results: LineResult[]
}

/** Returns the progress after a chunk of lines, of which the valid ones were sent with this outcome. */
export function withChunk(
  progress: BatchProgress,
  chunk: Line[],
  valid: Line[],
  outcome: BatchOutcome | undefined,
  noun: Noun,
): BatchProgress {
  const byLine = new Map(outcome?.results.map((result) => [valid[result.index]?.number, result]))
  const results = chunk.map((line, offset): LineResult => {
    const result = byLine.get(line.number) ?? failedResult(noun, line)
    return { ...result, index: progress.results.length + offset, line: line.number }
  })
  return {
    lastLine: chunk.at(-1)?.number ?? progress.lastLine,
    bytes: progress.bytes + chunk.reduce((sum, { bytes }) => sum + bytes, 0),
    stored: outcome ?? progress.stored,
    results: [...progress.results, ...results],
  }
}

/** The result of a line that was not sent, or was not answered. */
const failedResult = (noun: Noun, { error = 'got no response' }: Line) => ({
  index: 0,
  status: 'failed' as const,
  memory_id: null,
  id: null,
  error: `the ${noun} ${error}`,
  errors: [],
})

/** Returns the number of memories that are stored. */
export const countStored = ({ results }: BatchProgress) => results.filter(({ status }) => status === 'stored').length

/** Returns what `--json` prints of a batch, also of one that ended early. */
export function batchResponse(progress: BatchProgress, noun: Noun) {
  const { results, stored } = progress
  const successful = countStored(progress)
  return {
    agent_id: stored?.agent_id,
    session_id: stored?.session_id,
    namespace: stored?.namespace,
    total_submitted: results.length,
    successful,
    failed: results.length - successful,
    results: noun === 'line' ? results : results.map(({ line: _, ...result }) => result),
  }
}

/**
 * Prints the result of a batch.
 * @throws not_stored if some lines or messages were not stored.
 */
export function printBatch({ print }: Pick<Context, 'print'>, progress: BatchProgress, noun: Noun): void {
  const { results, stored } = progress
  const response = batchResponse(progress, noun)
  const { successful, failed } = response
  const forAgent = stored ? ` for agent '${stored.agent_id}'` : ''
  print(response, (format) => [
    failed === 0
      ? success(`${successful} ${storedNoun(noun, successful)} stored${forAgent}`, format)
      : `${successful} of ${results.length} ${storedNoun(noun, results.length)} stored${forAgent}`,
  ])
  if (failed > 0)
    throw new CommandError(
      'not_stored',
      `${failed} of ${countOf(results.length, noun)} ${failed === 1 ? 'was' : 'were'} not stored.`,
      `Fix these ${noun}s and send only them: the others are stored.`,
    )
}

/** A file of which each line or message is stored. */
export interface RememberedFile {
  /** `-`: standard input. */
  name: string
  /** The other options of the command, as arguments. */
  given: string[]
}

/** Returns what is stored of a batch that ended early, and how to continue. */
export function resumeHint(file: RememberedFile, progress: BatchProgress, noun: Noun): string {
  const next = progress.lastLine + 1
  const count = countStored(progress)
  const stored = `${count} ${storedNoun(noun, count)} ${count === 1 ? 'is' : 'are'} stored.`
  const from = `from ${noun} ${next}${howToContinue(file, next, noun)}`
  const [first, last] = [progress.inFlight?.at(0)?.number, progress.inFlight?.at(-1)?.number]
  if (first === undefined) return `${stored} Continue ${from}`
  return `${stored} ${capitalize(noun)}s ${first} to ${last} were being sent and may be stored. Check before you continue ${from}`
}

/** The command that continues, if there is one that can be copied. */
function howToContinue({ name, given }: RememberedFile, next: number, noun: Noun): string {
  const sameOptions = given.length > 0 ? ', with the same options' : ''
  if (noun === 'message' || name === '-' || next === 1) return sameOptions
  const words = [name, ...given].map(quoteForShell)
  if (words.some(hasControls)) return sameOptions
  const [quotedName, ...options] = words
  return `: tail -n +${next} ${quotedName} | ${['memanto remember --batch -', ...options].join(' ')}`
}

/** Returns what is stored, in the singular or the plural. */
function storedNoun(noun: Noun, count: number): string {
  if (noun === 'message') return count === 1 ? 'message' : 'messages'
  return count === 1 ? 'memory' : 'memories'
}

/** `line` as `Line`. */
export const capitalize = (noun: Noun) => (noun === 'line' ? 'Line' : 'Message')

const quoteForShell = (word: string) => (/^[\w./,:@=+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)

/** Control characters are escaped where they are printed, so that a command with them cannot be copied. */
const hasControls = (word: string) => sanitizeLine(word) !== word

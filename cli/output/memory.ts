import type { Finding, RankedMemory, SessionMemory, StoredMemory } from '../http/client'
import { type Format, formatTime, labelled, success } from './lines'
import { sanitizeLine, sanitizeText } from './sanitize'

/** Returns the output of `remember`. */
export function storedLines(memory: StoredMemory, format: Format): string[] {
  return [
    success(`Memory stored for agent '${memory.agent_id}'`, format),
    ...labelled([
      ['Memory ID', memory.memory_id],
      ['Type', memory.type],
    ]),
  ]
}

/** Returns the sentence for something in a memory that does not belong there: `Found card_number in content (characters 5 to 24).` */
export const describeFinding = ({ kind, field, start, end }: Finding) => `Found ${kind} in ${field} (characters ${start} to ${end}).`

type ShownMemory = RankedMemory | SessionMemory

/** Returns the output of `recall` and `session memories`: numbered memories, each with its properties below. */
export function memoryList(memories: ShownMemory[], format: Format): string[] {
  if (memories.length === 0) return ['No memories found.']
  return memories.flatMap((memory, index) => [...(index > 0 ? [''] : []), ...memoryLines(memory, index + 1, format)])
}

function memoryLines(memory: ShownMemory, number: number, format: Format): string[] {
  const mark = `${number}. `
  const indent = ' '.repeat(mark.length)
  const [first = '', ...rest] = [
    ...(memory.title ? [format.paint.bold(sanitizeLine(memory.title))] : []),
    ...sanitizeText(memory.content).split('\n'),
  ]
  const properties = [
    memory.type,
    `confidence ${memory.confidence}`,
    ...(memory.tags.length > 0 ? [memory.tags.map((tag) => `#${tag}`).join(' ')] : []),
    formatTime(memory.created_at, format),
    memory.memory_id,
    ...recalledHere(memory, format),
  ]
  const summary = format.paint.dim(properties.map(sanitizeLine).join(' · '))
  return [
    mark + first,
    ...rest.map((line) => indent + line),
    indent + summary,
    ...('reasons' in memory ? reasonLines(memory) : []).map((line) => indent + format.paint.dim(line)),
  ]
}

/** How often and when a session recalled a memory, if it is listed for that. */
function recalledHere(memory: ShownMemory, format: Format): string[] {
  if (!('in_session' in memory) || memory.in_session === null) return []
  const { recalls, last_recalled_at } = memory.in_session
  return [`recalled ${recalls === 1 ? 'once' : `${recalls} times`}, last ${formatTime(last_recalled_at, format)}`]
}

/** Why a memory was found, if that was asked for: each word with what it adds to the score. */
function reasonLines({ score, reasons }: RankedMemory): string[] {
  if (reasons === undefined) return []
  const words = reasons.words.map(({ word, term, match, distance, score: part }) => {
    const found = match === 'exact' ? word : `${word} (${match}: ${term})`
    return `  ${part.toFixed(2)}  ${sanitizeLine(found)}${distance === 0 ? '' : `, in the memory ${placeOf(distance)}`}`
  })
  const others: [string, number][] = [
    [`begins with ${reasons.name.words.join(', ')}`, reasons.name.score],
    ['of a time that the query names', reasons.date.score],
    ['from its session', reasons.session.score],
  ]
  const added = others.filter(([, part]) => part !== 0).map(([what, part]) => `  ${part.toFixed(2)}  ${sanitizeLine(what)}`)
  return [`score ${(score ?? 0).toFixed(2)}`, ...words, ...added]
}

const placeOf = (distance: number) => `${Math.abs(distance)} ${distance < 0 ? 'before' : 'after'} it`

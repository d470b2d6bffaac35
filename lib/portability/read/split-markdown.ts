import { createCollector, type RawRecord, type Splitter } from './record'
import { splitLines } from './split-lines'

/** The line between two documents in a file of the Open Knowledge Format, as Memanto's Python version writes it. */
export const OKF_DELIMITER = '<!-- okf-entry -->'

const NEWLINE = new Uint8Array([10])
const textOf = ({ bytes }: RawRecord) => Buffer.from(bytes).toString('utf8').trimEnd()

/** Divides a file of several documents of the Open Knowledge Format. */
export const splitOkf = (): Splitter => splitSections((line) => (line === OKF_DELIMITER ? 'between' : 'inside'))

/**
 * Divides a `memory.md` of Memanto's Python version: sections by type, in which a memory begins with a heading and ends with a line of metadata. A
 * heading before that line is part of the content, unless the file seems to have no such lines. Text that belongs to no memory is a record with an error.
 */
export function splitMemoryFile(): Splitter {
  let section = ''
  let hasMetadata = false
  let isComplete = true
  /** Whether the last memory may go on: what follows its line of metadata belongs to it, up to the next heading or rule. */
  let isOpen = false
  return splitSections(
    (line) => {
      if (line.startsWith('> Total memories:')) hasMetadata = true
      if (/^## \S/.test(line) && (isComplete || !hasMetadata)) {
        section = line
        isComplete = true
        isOpen = false
        return 'between'
      }
      if (/^### /.test(line) && (isComplete || !hasMetadata)) {
        isComplete = false
        isOpen = true
        return 'first'
      }
      if (isComplete && line === '---') isOpen = false
      if (!isOpen && (section === '' || line === '' || OF_NO_MEMORY.test(line))) return 'between'
      if (!isOpen) {
        isOpen = true
        return 'first'
      }
      if (METADATA_LINE.test(line)) {
        hasMetadata = true
        isComplete = true
      }
      return 'inside'
    },
    () => section,
  )
}

/**
 * The line of metadata after a memory in a `memory.md`: what Python knows of the memory, in its order, at least one part. Values can be any text: a line that
 * is not known would make the next memory part of this one.
 */
export const METADATA_LINE = new RegExp(
  String.raw`^\*${['Confidence: (?<confidence>[^|*]+)', 'Status: (?<status>[^|*]+)', 'Created: (?<created>[^|*]+)', 'Tags: (?<tags>.+)']
    .map((part) => String.raw`(?:(?:(?<=^\*)| \| )${part})?`)
    .join('')}(?<!^\*)\*$`,
)

/** Rules, quotations and the descriptions of sections, which are in italics. */
const OF_NO_MEMORY = /^(---|>.*|\*.*\*)$/

/** Whether a line begins a record, belongs to the one before, or to none. */
type Place = 'first' | 'inside' | 'between'

/** Divides a file into records of several lines, each of which begins with what `head` returns. */
function splitSections(placeOf: (line: string) => Place, head: () => string = () => ''): Splitter {
  const lines = splitLines(true)
  const collector = createCollector()
  let number = 0
  const take = (): RawRecord[] => {
    if (collector.isEmpty()) return []
    const record = collector.take(number + 1)
    const isEmpty = record.problem === undefined && textOf(record).trim() === ''
    if (isEmpty) return []
    number++
    return [record]
  }
  const addLine = (line: RawRecord): RawRecord[] => {
    // A line that is too long makes the record too long.
    if (line.problem !== undefined) {
      collector.add(new Uint8Array(2_000_000))
      return []
    }
    const place = placeOf(textOf(line))
    const ended = place === 'inside' ? [] : take()
    if (place === 'between') return ended
    if (place === 'first' && head() !== '') collector.add(Buffer.from(`${head()}\n`))
    collector.add(line.bytes)
    collector.add(NEWLINE)
    return ended
  }
  return {
    push: (part) => lines.push(part).flatMap(addLine),
    end: () => [...lines.end().flatMap(addLine), ...take()],
  }
}

import { createCollector, type RawRecord, type Splitter } from './record'

/** The lists of a JSON document whose elements may be memories: those of mem0, Hindsight, Letta and the graph of MCP's memory server. */
export const LIST_NAMES = ['results', 'memories', 'items', 'passages', 'data', 'entities', 'relations']

const QUOTE = 34
const BACKSLASH = 92
const isOpening = (byte: number) => byte === 123 || byte === 91
const isClosing = (byte: number) => byte === 125 || byte === 93
const isBlank = (byte: number) => byte === 32 || (byte >= 9 && byte <= 13)
const LIST = 91
const COMMA = 44
const COLON = 58
const LONGEST_NAME = 64

/**
 * Divides a JSON document into the elements of its list, or of its lists with one of LIST_NAMES where it is an object. Further documents may follow it, such as
 * the pages of a list that were saved one after the other. Only the element that is being read is in memory. It checks no more of the syntax than it needs to
 * find the elements; each of them is parsed later.
 */
export function splitJson(): Splitter {
  const collector = createCollector()
  let number = 0
  let depth = 0
  /** The depth of the list whose elements are records; 0 while there is none. */
  let listDepth = 0
  let isInString = false
  let isEscaped = false
  let isElement = false
  /** The text read last in the outermost object, which is a name if a colon follows. */
  let text = ''
  let name = ''
  /** Whether the last document has ended. */
  let hasEnded = false
  /** Whether a list of records has begun in the document. */
  let hasList = false
  /** Whether text behind the last document has been reported. */
  let hasStrayText = false

  const takeElement = (records: RawRecord[]) => {
    isElement = false
    if (!collector.isEmpty()) records.push({ ...collector.take(++number), list: name })
  }

  const addProblem = (records: RawRecord[], problem: string) => records.push({ number: ++number, bytes: new Uint8Array(), problem })

  /** Looks at a byte behind a document. Returns true when it begins another one. */
  function beginsDocument(byte: number, records: RawRecord[]): boolean {
    if (isOpening(byte)) {
      name = ''
      hasEnded = false
      hasList = false
      hasStrayText = false
      return true
    }
    if (!isBlank(byte) && !hasStrayText) {
      hasStrayText = true
      addProblem(records, 'has text behind the end of the JSON document')
    }
    return false
  }

  /** Returns true when the byte ends the element that is being read. */
  function step(byte: number): boolean {
    if (isInString) {
      if (isEscaped) isEscaped = false
      else if (byte === BACKSLASH) isEscaped = true
      else if (byte === QUOTE) isInString = false
      else if (depth === 1 && text.length < LONGEST_NAME) text += String.fromCharCode(byte)
      return false
    }
    if (byte === QUOTE) {
      isInString = true
      if (depth === 1) text = ''
    } else if (byte === COLON && depth === 1) name = text
    else if (isOpening(byte)) open(byte)
    else if (isClosing(byte)) return close()
    return byte === COMMA && depth === listDepth
  }

  function open(byte: number): void {
    depth++
    const isListOfRecords = byte === LIST && listDepth === 0 && (depth === 1 || (depth === 2 && LIST_NAMES.includes(name)))
    if (!isListOfRecords) return
    listDepth = depth
    hasList = true
  }

  function close(): boolean {
    depth--
    const endsList = listDepth > 0 && depth < listDepth
    if (endsList) listDepth = 0
    if (depth === 0) hasEnded = true
    return endsList
  }

  return {
    push(part) {
      const records: RawRecord[] = []
      let from = 0
      for (let at = 0; at < part.length; at++) {
        const byte = part[at] ?? 0
        if (hasEnded && !beginsDocument(byte, records)) continue
        const wasInList = listDepth > 0
        const ends = step(byte)
        if (ends && wasInList) {
          if (isElement) collector.add(part.subarray(from, at))
          takeElement(records)
        } else if (wasInList && !isElement && !isBlank(byte)) {
          isElement = true
          from = at
        }
        if (hasEnded && !hasList) addProblem(records, `is a JSON document without a list of memories under ${LIST_NAMES.join(', ')}`)
      }
      if (isElement) collector.add(part.subarray(from))
      return records
    },
    end() {
      const records: RawRecord[] = []
      if (!hasEnded) addProblem(records, 'is incomplete: the JSON document ends before its last bracket')
      return records
    },
  }
}

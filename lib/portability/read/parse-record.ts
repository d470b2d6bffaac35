import { isNestedTooDeeply } from '../../http/body'
import type { Fields, Format, Recognized } from '../formats/format'
import { readMemorySection, readOkf } from '../formats/markdown'
import { recognize } from '../formats/recognize'
import type { FileRecord } from './read-records'

/** What a record contains, or why it cannot be read, and its format if that is known nevertheless. */
export type ParsedRecord =
  | { recognized: Recognized; problem?: undefined }
  | { recognized?: undefined; problem: string; format?: Format | undefined }

/** In these lists other products have things that are no memories, such as the users that memories are of. */
const LISTS_OF_GRAPHS = ['entities', 'relations']

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const UNKNOWN =
  'is of no known format: a memory has content (Memanto), memory (mem0), text (Letta, Hindsight), or is an entity or a relation (MCP memory server)'

/** Parses a record of a file, and recognizes by its shape which product wrote it. Problems are parts of sentences that begin with the record. */
export function parseRecord({ bytes, kind, list, problem }: FileRecord): ParsedRecord {
  if (problem !== undefined) return { problem }
  const text = decode(bytes)
  if (text === undefined) return { problem: 'is not UTF-8 text' }
  if (kind === 'okf') return toParsed(readOkf(text), 'has no YAML front matter that can be read')
  if (kind === 'memory_file') return toParsed(readMemorySection(text), 'has no heading')
  const parsed = parseJson(text)
  const isOfGraph = parsed.problem === UNKNOWN && list !== undefined && LISTS_OF_GRAPHS.includes(list)
  return isOfGraph ? { recognized: { memories: [] } } : parsed
}

function parseJson(text: string): ParsedRecord {
  if (isNestedTooDeeply(text)) return { problem: 'is nested more than 64 levels deep' }
  const value = parse(text)
  if (value === undefined) return { problem: 'is not valid JSON' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'is not a JSON object' }
  return toParsed(recognize(value as Fields), UNKNOWN)
}

/** `unknown` is the problem of a record that no format recognizes. */
function toParsed(recognized: Recognized | undefined, unknown: string): ParsedRecord {
  if (recognized === undefined) return { problem: unknown }
  const { problem, format } = recognized
  return problem === undefined ? { recognized } : { problem, format }
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

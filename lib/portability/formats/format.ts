import { beginningOf, MOST_TAGS, TAG_LENGTH } from '../../input/fields'
import { TITLE_LENGTH } from '../../memories/input'

/** The files that an import reads, by the product that wrote them. */
export const FORMATS = ['memanto', 'mem0', 'mcp-memory', 'hindsight', 'letta', 'okf', 'memanto-markdown'] as const
export type Format = (typeof FORMATS)[number]

/** A JSON object of a file. */
export type Fields = Record<string, unknown>

/** What was found in a record: memories under the names of the API, the header of an export, one of its agents, or something else that is no memory. */
export interface Recognized {
  format?: Format
  memories: Fields[]
  /** True for a memory that its product no longer uses. */
  isSkipped?: boolean
  isHeader?: boolean
  /** An agent of an export, or the one that a memory of an export belongs to. */
  agent?: unknown
  /** Why it is refused as a whole: part of a sentence that begins with the record. */
  problem?: string
}

export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''

/** Texts as tags: those that are too long are shortened, and those beyond the twentieth are left out. */
export function toTags(...lists: unknown[]): string[] {
  const texts = lists.flat().filter(isText)
  const short = texts.map((tag) => beginningOf(tag.trim(), TAG_LENGTH))
  return [...new Set(short)].slice(0, MOST_TAGS)
}

/** A text as a title, shortened if it is too long; undefined when there is none. */
export const toTitle = (value: unknown) => (isText(value) ? beginningOf(value.trim(), TITLE_LENGTH) : undefined)

/** The first value that is a text. */
export const firstText = (...values: unknown[]) => values.find(isText)

/** What a memory of another product has in common with all others. */
export const fromOthers = (source: string) => ({ source, provenance: 'imported' })

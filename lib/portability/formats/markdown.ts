import { parse } from 'yaml'
import { MEMORY_TYPES } from '../../memories/rules'
import { METADATA_LINE, OKF_DELIMITER } from '../read/split-markdown'
import { type Fields, firstText, fromOthers, isObject, type Recognized, toTags, toTitle } from './format'
import { EXPORT_FORMAT } from './own'

const FRONT_MATTER = /^---[ \t]*\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)([\s\S]*)$/

/** Documents of the Open Knowledge Format that only lead to others, or list changes of others. */
const INDEXES = ['index', 'log']

/**
 * A document of the Open Knowledge Format: Markdown after YAML front matter with `type`, `title`, `tags`, `timestamp`, and what only Memanto knows in
 * `x_memanto`. A type that Memanto does not have becomes a tag. Undefined when there is no front matter.
 */
export function readOkf(text: string): Recognized | undefined {
  const [, front, body] = FRONT_MATTER.exec(withLineFeeds(text.trimStart())) ?? []
  const fields = front === undefined ? undefined : parseYaml(front)
  if (fields === undefined || body === undefined) return undefined
  const { type, title, tags, timestamp, x_memanto } = fields
  const { type: ownType, ...own } = isObject(x_memanto) ? x_memanto : {}
  if (INDEXES.includes(String(type))) return { format: 'okf', memories: [], ...readOwnIndex(own) }
  const memory = {
    content: contentOf(body, own).replaceAll(`\\${OKF_DELIMITER}`, OKF_DELIMITER),
    ...(title !== 'Untitled' && { title: toTitle(title) }),
    ...typeOrTag(firstText(ownType, type), toTags(tags)),
    ...fromOthers('okf'),
    created_at: timeOf(timestamp),
    ...own,
  }
  // Exports of earlier versions have no documents of their agents.
  return { format: 'okf', memories: [memory], ...(isOfExport(own) && { agent: own.agent_id }) }
}

/** Indexes in an export of Memanto stand for its header and its agents. */
const readOwnIndex = ({ format, record, agent_id }: Fields): Partial<Recognized> => ({
  isHeader: format === EXPORT_FORMAT,
  ...(record === 'agent' && { agent: agent_id }),
})

/** Editors, and git on Windows, write CRLF in a whole file: contents must not differ for that. In a file with LF a CRLF belongs to the content. */
const withLineFeeds = (text: string) => (/^---[ \t]*\r\n/.test(text) ? text.replaceAll('\r\n', '\n') : text)

/** Exports of Memanto have one line break before and after the content, of which every blank counts. They alone have a `trust`. */
const contentOf = (body: string, own: Fields) => (isOfExport(own) ? body.replace(/^\n/, '').replace(/\n$/, '') : body.trim())

const isOfExport = ({ trust }: Fields) => trust !== undefined

function typeOrTag(type: string | undefined, tags: string[]): Fields {
  if (type === undefined || isMemoryType(type)) return { type, tags }
  return { tags: toTags(type, tags) }
}

const isMemoryType = (type: string) => MEMORY_TYPES.some((known) => known === type)

const LONGEST_FRONT_MATTER = 65_536

/** YAML without aliases, which could make a short text a very large value. */
function parseYaml(text: string): Fields | undefined {
  if (text.length > LONGEST_FRONT_MATTER) return undefined
  try {
    const value: unknown = parse(text, { maxAliasCount: 0, schema: 'failsafe', customTags: ['null'] })
    return isObject(value) ? withNumbers(value) : undefined
  } catch {
    return undefined
  }
}

/** The schema reads every scalar but a null as text, so that times and versions stay as they are written. */
function withNumbers(fields: Fields): Fields {
  const known = withoutNulls(fields)
  if (!isObject(known.x_memanto)) return known
  const own = withoutNulls(known.x_memanto)
  return { ...known, x_memanto: { ...own, ...(typeof own.confidence === 'string' && { confidence: Number(own.confidence) }) } }
}

const withoutNulls = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))

/** Python writes a time without `T` and with an offset such as `+00:00`. */
const timeOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)

const SECTIONS: Record<string, string> = {
  facts: 'fact',
  preferences: 'preference',
  goals: 'goal',
  decisions: 'decision',
  artifacts: 'artifact',
  learnings: 'learning',
  events: 'event',
  instructions: 'instruction',
  relationships: 'relationship',
  context: 'context',
  observations: 'observation',
  commitments: 'commitment',
  errors: 'error',
}

/** A memory of a `memory.md`: the heading of its section, its own heading, its content and a line of metadata. Undefined when it has no heading. */
export function readMemorySection(text: string): Recognized | undefined {
  const [, section = '', title = '', rest = ''] = /^(?:## (.*)\r?\n)?### (.*)(?:\r?\n([\s\S]*))?$/.exec(text) ?? []
  if (title === '') return undefined
  const lines = rest.trimEnd().split(/\r?\n/)
  const at = lines.findLastIndex((line) => METADATA_LINE.test(line))
  const body = lines.filter((_line, nth) => nth !== at).join('\n')
  const memory = {
    content: body.replace(/\n---\s*$/, '').trim() || title,
    ...(title !== 'Untitled' && { title: toTitle(title) }),
    type: SECTIONS[section.trim().toLowerCase()],
    ...fromOthers('memanto-markdown'),
    ...(at !== -1 && metadataOf(lines[at] ?? '')),
  }
  return { format: 'memanto-markdown', memories: [memory] }
}

/** Reads `*Confidence: 0.9 | Status: active | Created: 2025-01-01T00:00:00Z | Tags: `a`, `b`*`, or parts of it. Tags that were no list are not quoted. */
function metadataOf(line: string): Fields {
  const { confidence, status, created, tags = '' } = METADATA_LINE.exec(line)?.groups ?? {}
  return {
    ...(confidence !== undefined && { confidence: Number(confidence) }),
    status,
    created_at: timeOf(created),
    tags: toTags(tags.includes('`') ? [...tags.matchAll(/`([^`]*)`/g)].map(([, tag]) => tag) : tags.split(',')),
  }
}

import type {
  ChangedMemories,
  DeletedMemory,
  Finding,
  FoundMemories,
  Memory,
  MemoryVersion,
  RankedMemory,
  SessionMemory,
  StoredMemory,
} from '../http/client'
import { countOf, type Format, formatTime, labelled, memoriesOf, success } from './lines'
import { sanitizeLine, sanitizeText } from './sanitize'

/** Returns the output of `remember`. */
export function storedLines(memory: StoredMemory, format: Format): string[] {
  return [
    success(`Memory stored for agent '${memory.agent_id}'`, format),
    ...labelled([
      ['Memory ID', memory.memory_id],
      ['Type', memory.type],
      ['Expires', memory.expires_at === null ? undefined : formatTime(memory.expires_at, format)],
      ['Supersedes', memory.supersedes.join(', ') || undefined],
    ]),
    ...(hasExpired(memory) ? ['Its expiry has passed, so it is not recalled.'] : []),
    ...similarLines(memory),
  ]
}

/** True for a memory that was stored with an expiry in the past. */
const hasExpired = ({ expires_at, created_at }: StoredMemory) => expires_at !== null && Date.parse(expires_at) <= Date.parse(created_at)

function similarLines({ similar }: StoredMemory): string[] {
  if (similar === undefined) return []
  if (similar.length === 0) return ['No similar memories.']
  return ['Similar memories:', ...similar.map(({ memory_id, content }) => sanitizeLine(`- ${memory_id} ${content}`))]
}

/** Returns the output of `memory show`: the text, and the properties below it. */
export function memoryDetails(memory: Memory, format: Format): string[] {
  return [
    ...(memory.title ? [format.paint.bold(sanitizeLine(memory.title))] : []),
    ...sanitizeText(memory.content).split('\n'),
    '',
    ...labelled([
      ['Memory ID', memory.memory_id],
      ['Agent', memory.agent_id],
      ['Status', memory.superseded_by === null ? memory.status : `${memory.status} by ${memory.superseded_by}`],
      ['Version', memory.version],
      ['Type', memory.type],
      ['Confidence', memory.confidence],
      ['Tags', memory.tags.join(', ') || undefined],
      ['Source', memory.source],
      ['Provenance', memory.provenance],
      ['Trust', memory.trust],
      ['Occurred', formatTime(memory.occurred_at, format)],
      ['Stored', formatTime(memory.created_at, format)],
      ['Changed', formatTime(memory.updated_at, format)],
      ['Expires', memory.expires_at === null ? undefined : formatTime(memory.expires_at, format)],
      ['Session ID', memory.session_id],
    ]),
  ]
}

/**
 * Returns the sentence for a secret or personal number that was found in a memory: `Found card_number in content (characters 6 to 24).` Positions of findings start
 * at 0, those of people at 1.
 */
export const describeFinding = ({ kind, field, start, end }: Pick<Finding, 'kind' | 'field' | 'start' | 'end'>) =>
  `Found ${kind} in ${field} (characters ${start + 1} to ${end}).`

/** Returns the output of the commands that change a memory. `done` says what was done. */
export const changedLines = (done: string, { memory_id, version }: Memory, format: Format) => [
  success(`${done}: ${memory_id} is at version ${version}`, format),
]

/** Returns the output of `memory delete`. */
export const deletedLines = ({ memory_id, message, restorable_until }: DeletedMemory, format: Format): string[] => [
  success(message, format),
  ...(restorable_until === null ? [] : [`Undo: memanto memory restore ${sanitizeLine(memory_id)}`]),
]

/** Returns the output of `memory history`: each version with what it said, who wrote it and why. */
export function versionList(versions: MemoryVersion[], format: Format): string[] {
  return versions.flatMap((version, index) => [
    ...(index > 0 ? [''] : []),
    format.paint.bold(`Version ${version.version}`) + format.paint.dim(` · ${versionFacts(version, format).map(sanitizeLine).join(' · ')}`),
    ...(version.title ? [`   ${sanitizeLine(version.title)}`] : []),
    ...sanitizeText(version.content)
      .split('\n')
      .map((line) => `   ${line}`),
    ...(version.reason ? [format.paint.dim(sanitizeLine(`   Reason: ${version.reason}`))] : []),
  ])
}

const versionFacts = ({ known_from, author, client, type, status, superseded_by }: MemoryVersion, format: Format) => [
  formatTime(known_from, format),
  ...(author ? [`by ${author.name}`] : []),
  ...(client === '' ? [] : [`with ${client}`]),
  type,
  superseded_by === null ? status : `${status} by ${superseded_by}`,
]

type ShownMemory = RankedMemory | SessionMemory

/** Returns the output of `recall` and `session memories`: numbered memories, each with its properties below. */
export function memoryList(memories: ShownMemory[], format: Format, hasAgents = false): string[] {
  if (memories.length === 0) return ['No memories found.']
  return memories.flatMap((memory, index) => [...(index > 0 ? [''] : []), ...memoryLines(memory, index + 1, format, hasAgents)])
}

/** Returns the output of `memory search`: the memories with their agents, and how many match in each agent if `matches` is given. */
export function foundMemories(memories: RankedMemory[], matches: FoundMemories['matches'], format: Format): string[] {
  const listed = memoryList(memories, format, true)
  if (matches === null) return listed
  const total = `${matches.is_complete ? '' : 'At least '}${countOf(matches.count, 'match', 'matches')}`
  return [...listed, '', format.paint.bold(total), ...matches.agents.map(({ agent_id, count }) => sanitizeLine(`${count} ${agent_id}`))]
}

/** Returns the output of `memory bulk`. */
export function changedMemoriesLines(changed: ChangedMemories, format: Format): string[] {
  const { dry_run, has_more, unchanged, not_found, failed } = changed
  const count = memoriesOf(changed.changed)
  const done = failed > 0 ? `${count} changed` : success(`${count} changed`, format)
  return [
    dry_run ? `${count} would be changed. Nothing was changed.` : done,
    ...labelled([
      ['Unchanged', unchanged || undefined],
      ['Not found', not_found || undefined],
      ['With too many tags', failed || undefined],
    ]),
    ...(has_more ? ['More than 1,000 memories match. Change the others with narrower filters, for example --created-before.'] : []),
  ]
}

function memoryLines(memory: ShownMemory, number: number, format: Format, hasAgent: boolean): string[] {
  const mark = `${number}. `
  const indent = ' '.repeat(mark.length)
  const [first = '', ...rest] = [
    ...(memory.title ? [format.paint.bold(sanitizeLine(memory.title))] : []),
    ...sanitizeText(memory.content).split('\n'),
  ]
  const properties = [
    ...(hasAgent ? [memory.agent_id] : []),
    memory.type,
    `confidence ${memory.confidence}`,
    ...(memory.tags.length > 0 ? [memory.tags.map((tag) => `#${tag}`).join(' ')] : []),
    formatTime(memory.created_at, format),
    ...(memory.status === 'active' ? [] : [memory.status]),
    ...(memory.trust === 'trusted' ? [] : [memory.trust]),
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

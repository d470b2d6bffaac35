import type { RedactionPolicy } from '../../db/constants'
import { failField } from '../errors'
import { eachInTurns } from '../in-turns'
import { acceptMemory, type FileMemory } from './accept-memories'
import type { Recognized } from './formats/format'
import { type ContentCounts, contentHash, createContentCounts } from './known-contents'
import { parseRecord } from './read/parse-record'
import type { FileRecord } from './read/read-records'
import { addError, addFindings, type Tally } from './tally'

/** Reads the memories of a file, record by record. */
export interface FileReader {
  /**
   * The memories of a record that are to be stored. Everything else is counted in the tally. Other requests take their turns meanwhile.
   * @throws invalid_request when the file has memories of several agents
   */
  read(record: FileRecord, tally: Tally): Promise<FileMemory[]>
  /** What is known of the memories that were read and name the one that took their place; null when none does. */
  successors(): Duplicates | null
}

/** The ids of memories that were left out because their content is there already, with its hash. */
export type Duplicates = ReadonlyMap<string, string>

/** So many duplicates are remembered, to find the memories that took the place of others: a file may consist of them. */
const MOST_DUPLICATES = 20_000

/** What memories of a file are read for. */
export interface ReaderOptions {
  /** How often the agent has each content already. */
  existing: ContentCounts
  /** The agent of the file whose memories are read; undefined for all. */
  fromAgent: string | undefined
  /** What happens with secrets in memories. */
  policy: RedactionPolicy
  /** The import that stores them; empty for a preview. */
  importId: string
}

/** Creates the reader of a file. Records must be read in their order. */
export function createFileReader({ existing, fromAgent, policy, importId }: ReaderOptions): FileReader {
  const inFile = createContentCounts()
  let isExport = false
  const agents = new Set<unknown>()
  let hasSuccessors = false
  const duplicates = new Map<string, string>()

  /**
   * An export contains a content as often as its agent has it, for example the same short reply: as many are stored as the agent does not have yet. In other
   * files the same content again is a duplicate.
   */
  function isDuplicate(memory: FileMemory): boolean {
    const hash = contentHash(memory)
    const nth = inFile.add(hash)
    const isKnown = isExport ? nth <= existing.count(hash) : nth > 1 || existing.count(hash) > 0
    if (isKnown && memory.id !== undefined && duplicates.size < MOST_DUPLICATES) duplicates.set(memory.id, hash)
    return isKnown
  }

  function note({ isHeader, agent }: Recognized): void {
    if (isHeader) isExport = true
    if (agent !== undefined && agents.size < 2) agents.add(agent)
    if (agents.size > 1 && fromAgent === undefined)
      failField('from_agent', 'is required for the export of several agents: name the one whose memories are imported')
  }

  return {
    async read(record, tally) {
      const parsed = parseRecord(record)
      const { recognized, problem } = parsed
      tally.format ??= (recognized ?? parsed).format ?? null
      if (problem !== undefined) {
        addError(tally, record.number, `The record ${problem}.`)
        return []
      }
      note(recognized)
      if (recognized.isSkipped) tally.skipped++
      else if (recognized.memories.length === 0) tally.otherRecords++
      const memories: FileMemory[] = []
      await eachInTurns(recognized.memories, (fields) => {
        // Before they are validated: errors in memories of other agents are not reported.
        if (fromAgent !== undefined && fields.agent_id !== fromAgent) return void tally.skipped++
        const accepted = acceptMemory(fields, policy, importId)
        if (accepted.problem !== undefined) addError(tally, record.number, accepted.problem)
        if (accepted.memory === undefined) return
        const { memory } = accepted
        if (memory.status === 'deleted') tally.skipped++
        else if (isDuplicate(memory)) tally.duplicates++
        else {
          addFindings(tally, record.number, accepted.findings)
          if (memory.supersededBy !== undefined) hasSuccessors = true
          memories.push(memory)
        }
      })
      return memories
    },
    successors: () => (hasSuccessors ? duplicates : null),
  }
}

import type { RankedMemory, StoredMemory } from './client'
import { type Look, labelled, printTime, success } from './print-lines'
import { manyLines, oneLine } from './sanitize'

export function printStored(memory: StoredMemory, look: Look): string[] {
  return [
    success(`Memory stored for agent '${memory.agent_id}'`, look),
    ...labelled([
      ['Memory ID', memory.memory_id],
      ['Type', memory.type],
    ]),
  ]
}

export function printMemories(memories: RankedMemory[], look: Look): string[] {
  if (memories.length === 0) return ['No memories found.']
  return memories.flatMap((memory, index) => [...(index > 0 ? [''] : []), ...printMemory(memory, index + 1, look)])
}

function printMemory(memory: RankedMemory, number: number, look: Look): string[] {
  const mark = `${number}. `
  const indent = ' '.repeat(mark.length)
  const [first = '', ...rest] = [
    ...(memory.title ? [look.paint.bold(oneLine(memory.title))] : []),
    ...manyLines(memory.content).split('\n'),
  ]
  const facts = [
    memory.type,
    `confidence ${memory.confidence}`,
    ...tagWords(memory.tags),
    printTime(memory.created_at, look),
    memory.memory_id,
  ]
  return [mark + first, ...rest.map((line) => indent + line), indent + look.paint.dim(facts.map(oneLine).join(' · '))]
}

const tagWords = (tags: string[]) => (tags.length > 0 ? [tags.map((tag) => `#${tag}`).join(' ')] : [])

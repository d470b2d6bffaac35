import { expect, test } from 'vitest'
import { adoptTestSettings } from '../../test/settings'
import { addMemory } from './agent-index'
import { createAgentMemories } from './agent-memories'
import { findMemories } from './find-memories'
import { dropIndex, hasRoomFor, keepIndex, keptIndex, MOST_KNOWN_CHANGES } from './index-cache'

adoptTestSettings({ RECALL_MEMORY_MB: '1' })

const agent = (id: string) => ({ team_id: 'team', id })

const NO_FILTERS = { types: null, tags: null, minConfidence: null, createdAfter: null, createdBefore: null }

/** An index that takes about so many kilobytes. */
function indexOf(kilobytes: number) {
  const memories = createAgentMemories({ since: '1', keptFrom: '1' })
  for (let seq = 0; memories.index.bytes < 1000 * kilobytes; seq++) {
    const memory = { id: `mem_${seq}`, sessionId: 's', seq, length: 1, type: 'fact', tags: [], confidence: 1, createdAt: 0, occurredAt: 0 }
    addMemory(memories.index, memory, [[`term${seq}`, 1]])
  }
  return memories
}

test('the index that was used least recently makes room for another, and is not built again at once', () => {
  for (const id of ['a', 'b', 'c']) keepIndex(agent(id), indexOf(200))
  expect(keptIndex(agent('a'))).toBeDefined()
  keepIndex(agent('d'), indexOf(300))
  expect(['a', 'b', 'c', 'd'].map((id) => keptIndex(agent(id)) !== undefined)).toEqual([true, false, true, true])
  expect([hasRoomFor(agent('b')), hasRoomFor(agent('a'))]).toEqual([false, true])
})

test('an index that takes more than all memory for indexes is not kept, also when it has grown', () => {
  const grown = indexOf(100)
  keepIndex(agent('grown'), grown)
  expect(keptIndex(agent('grown'))).toBe(grown)
  grown.index.bytes = 2_000_000
  keepIndex(agent('grown'), grown)
  expect(keptIndex(agent('grown'))).toBeUndefined()
  expect(hasRoomFor(agent('grown'))).toBe(false)
})

test('indexes that grow make room for each other', () => {
  const grown = indexOf(100)
  for (const id of ['g', 'h', 'i']) keepIndex(agent(id), indexOf(100))
  keepIndex(agent('grows'), grown)
  grown.index.bytes = 550_000
  keepIndex(agent('grows'), grown)
  expect(['g', 'h', 'i', 'grows'].map((id) => keptIndex(agent(id)) !== undefined)).toEqual([false, true, true, true])
  expect([hasRoomFor(agent('g')), hasRoomFor(agent('grows'))]).toEqual([false, true])
})

test('an index takes more memory once a search has compared words', async () => {
  for (const id of ['j', 'k', 'l', 'm']) keepIndex(agent(id), indexOf(180))
  const searched = { query: 'term1234x', limit: 1, explain: false, statuses: [], ...NO_FILTERS }
  const found = {
    isAnswer: true,
    isIndexValid: true,
    memories: [],
    changeCount: 1,
    since: '1',
    keptFrom: '1',
    stored: [],
    deleted: [],
    expired: [],
  }
  await findMemories(agent('m'), searched, async () => ({ agent: agent('m'), found }))
  expect(['j', 'k', 'l', 'm'].map((id) => keptIndex(agent(id)) !== undefined)).toEqual([false, true, true, true])
})

test('an index is dropped only if it is still the one that is kept', () => {
  const [old, next] = [indexOf(10), indexOf(10)]
  keepIndex(agent('e'), next)
  dropIndex(agent('e'), old)
  expect(keptIndex(agent('e'))).toBe(next)
  dropIndex(agent('e'), next)
  expect(keptIndex(agent('e'))).toBeUndefined()
  expect(hasRoomFor(agent('e'))).toBe(true)
})

test('an index that knows too many changes is not kept; one that was kept may be built again at once', () => {
  const [grown, built] = [indexOf(10), indexOf(10)]
  keepIndex(agent('f'), grown)
  for (let at = 0; at <= MOST_KNOWN_CHANGES; at++) grown.changes.set(`mem_${at}`, '2')
  keepIndex(agent('f'), grown)
  expect([keptIndex(agent('f')), hasRoomFor(agent('f'))]).toEqual([undefined, true])
  built.changes = grown.changes
  keepIndex(agent('f'), built)
  expect([keptIndex(agent('f')), hasRoomFor(agent('f'))]).toEqual([undefined, false])
})

import { type ContentOfMemory, listContentHashes } from '../../db/imported-memories'
import type { AgentKey } from '../../db/schema'
import { db } from '../process'
import { type ContentCounts, createContentCounts } from './known-contents'

const PAGE = 5_000

/** The contents of an agent, in pages, without those that an import stored if one is given. */
async function* contentsOf(agent: AgentKey, exceptImport: string | null): AsyncGenerator<ContentOfMemory[]> {
  for (let last: ContentOfMemory | undefined; ; ) {
    const page = await listContentHashes(db(), agent, exceptImport, PAGE, last)
    yield page
    last = page.at(-1)
    if (page.length < PAGE) return
  }
}

/** How often the agent has each content, without what this import has stored. */
export async function countContents(agent: AgentKey, importId: string): Promise<ContentCounts> {
  const counts = createContentCounts()
  for await (const page of contentsOf(agent, importId)) for (const { hash } of page) counts.add(hash)
  return counts
}

/** Finds the ids of the memories that have contents with these hashes; of equal ones an active one, and the one that was stored last. */
export async function findByContent(agent: AgentKey, hashes: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, ContentOfMemory>()
  for await (const page of contentsOf(agent, null)) {
    for (const memory of page) {
      if (!hashes.has(memory.hash)) continue
      const other = found.get(memory.hash)
      const isPreferred = other === undefined || (memory.isActive === other.isActive ? memory.seq > other.seq : memory.isActive)
      if (isPreferred) found.set(memory.hash, memory)
    }
  }
  return new Map([...found].map(([hash, { id }]) => [hash, id]))
}

import { join } from 'node:path'
import { callRepeatedly } from './closed-loop'
import type { Contender, Peer, PeerSetup } from './peer'
import { startStdioServer } from './stdio-client'

const PACKAGE = '@modelcontextprotocol/server-memory'

export const serverMemory: Peer = {
  name: PACKAGE,
  packages: { folder: 'server-memory', dependencies: { [PACKAGE]: '2026.8.31' } },
  operations: ['add a memory', 'search 1,000 memories'],
  note: 'has no http server: one process called over stdio, as many calls at once as there are connections. Keeps everything in one JSON file, which it reads at each call and writes at each addition. A memory is an entity with one observation; a search finds entities that contain the query as it is written, so it is asked for one word.',
  start: startServerMemory,
}

async function startServerMemory({ folder, filesFolder, memories, queries, onCleanUp }: PeerSetup): Promise<Contender[]> {
  const file = join(folder, 'node_modules', PACKAGE, 'dist', 'index.js')
  const { callTool } = await startStdioServer(file, { MEMORY_FILE_PATH: join(filesFolder, 'memory.jsonl') }, onCleanUp)
  let stored = 0
  const entityOf = (text = '') => ({ name: `memory-${stored++}`, entityType: 'fact', observations: [text] })
  await callTool('create_entities', { entities: memories.map(entityOf) })
  const add = (turn: number) => callTool('create_entities', { entities: [entityOf(memories[turn % memories.length])] })
  const search = (turn: number) => callTool('search_nodes', { query: queries[turn % queries.length]?.split(' ')[0] ?? '' })
  return [
    { operation: 'add a memory', run: (pace) => callRepeatedly(add, pace) },
    { operation: 'search 1,000 memories', run: (pace) => callRepeatedly(search, pace) },
  ]
}

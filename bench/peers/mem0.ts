import { once } from 'node:events'
import { join } from 'node:path'
import { readTask } from '../child-process'
import type { Pace, Sample } from '../load'
import type { Run } from '../measure'
import { forkBenchProcess } from '../processes'
import { callRepeatedly } from './closed-loop'
import { importFrom } from './packages'
import type { Contender, Peer, PeerSetup } from './peer'
import { DIMENSIONS, embed } from './word-vectors'

export const mem0: Peer = {
  name: 'mem0ai',
  packages: { folder: 'mem0ai', dependencies: { mem0ai: '3.3.1', 'better-sqlite3': '12.11.1' }, compiled: ['better-sqlite3'] },
  operations: ['add a memory', 'search 1,000 memories'],
  note: 'has no http server: called in a process of its own, as many calls at once as there are connections. Offline: infer is false, so no model is asked; its embedder is a function of ours that counts words into 384 numbers, which takes microseconds where a model takes milliseconds. Vectors are in its own SQLite store, because this Postgres has no pgvector.',
  start: startMem0,
}

interface Mem0Task {
  folder: string
  filesFolder: string
  memories: string[]
  queries: string[]
}

interface Mem0Order {
  operation: 'add a memory' | 'search 1,000 memories'
  pace: Pace
}

/** mem0ai's telemetry is on unless this says otherwise, and keeps an id of this machine in MEM0_DIR. */
const offline = (filesFolder: string) => ({ MEM0_TELEMETRY: 'false', MEM0_DIR: filesFolder, HOME: filesFolder })

async function startMem0({ folder, filesFolder, memories, queries, onCleanUp }: PeerSetup): Promise<Contender[]> {
  const task: Mem0Task = { folder, filesFolder, memories, queries }
  const { child } = forkBenchProcess('mem0', task, onCleanUp, offline(filesFolder))
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('The process of mem0ai ended; what it said stands above.')))
  ended.catch(() => {})
  const answer = async <T>() => ((await Promise.race([once(child, 'message'), ended])) as [T])[0]
  await answer()
  const runOf = (operation: Mem0Order['operation']): Run => {
    return (pace) => {
      child.send({ operation, pace } satisfies Mem0Order)
      return answer<Sample>()
    }
  }
  return (['add a memory', 'search 1,000 memories'] as const).map((operation) => ({ operation, run: runOf(operation) }))
}

interface Memory {
  add(text: string, options: { userId: string; infer: false }): Promise<unknown>
  search(query: string, options: { filters: { user_id: string }; topK: number }): Promise<{ results: unknown[] }>
}

/** mem0ai in a process of its own: stores the memories, then measures what the parent process requests. */
export async function serveMem0(): Promise<void> {
  const { folder, filesFolder, memories, queries } = await readTask<Mem0Task>()
  const { Memory } = await importFrom<{ Memory: new (settings: object) => Memory }>(folder, 'mem0ai/oss')
  const memory = new Memory(settingsOf(filesFolder))
  const add = (text = '') => memory.add(text, { userId: 'ada', infer: false })
  for (const text of memories) await add(text)
  const calls: Record<Mem0Order['operation'], (turn: number) => Promise<unknown>> = {
    'add a memory': (turn) => add(`${memories[turn % memories.length]} ${turn}`),
    'search 1,000 memories': async (turn) => {
      const { results } = await memory.search(queries[turn % queries.length] ?? '', { filters: { user_id: 'ada' }, topK: 10 })
      if (!Array.isArray(results)) throw new Error('mem0ai did not answer a search with results.')
    },
  }
  process.on('message', async ({ operation, pace }: Mem0Order) => process.send?.(await callRepeatedly(calls[operation], pace)))
  process.send?.('ready')
}

function settingsOf(filesFolder: string): object {
  const refuse = () => Promise.reject(new Error('No model may be asked.'))
  const embeddings = { embedQuery: async (text: string) => embed(text), embedDocuments: async (texts: string[]) => texts.map(embed) }
  return {
    version: 'v1.1',
    embedder: { provider: 'langchain', config: { model: embeddings } },
    llm: { provider: 'langchain', config: { model: { invoke: refuse } } },
    vectorStore: {
      provider: 'memory',
      config: { collectionName: 'bench', dimension: DIMENSIONS, dbPath: join(filesFolder, 'vectors.db') },
    },
    historyDbPath: join(filesFolder, 'history.db'),
  }
}

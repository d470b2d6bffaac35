import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { sql } from 'kysely'
import { afterAll, expect } from 'vitest'
import type { MemoryCall, MemoryReply } from '../../../test/api/memory-process'
import { atEnd } from '../../../test/at-end'
import { startSession } from '../../../test/calls'
import { test as base } from '../../../test/fixtures'
import { NO_RATE_LIMITS, TEST_SECRET } from '../../../test/settings'
import { createKey, createTeam } from '../../../test/teams'

/** `RECALL_ROUNDS=10000 npx vitest run … app/api/v2/recall-processes.test.ts` runs as many; the suite runs fewer, because it takes minutes. */
const ROUNDS = Number(process.env.RECALL_ROUNDS ?? 1000)
const LANES = 8

const FILE = fileURLToPath(new URL(`../../../node_modules/.cache/memory-process-${process.pid}.mjs`, import.meta.url))

interface Memories {
  memories: { id: string; content: string }[]
}

/** A process that answers calls on the memories of an agent. */
interface MemoryProcess {
  /** The body of an answer with status 200. */
  call<Body>(call: Omit<MemoryCall, 'nth' | 'agentId' | 'token'>): Promise<Body>
}

const test = base
  .extend('url', { scope: 'file' }, ({ database }) => database.url)
  .extend('startProcess', ({ url }) => async (agentId: string, token: string): Promise<MemoryProcess> => {
    const env = { ...process.env, ...NO_RATE_LIMITS, DATABASE_URL: url, MEMANTO_SECRET: TEST_SECRET, LOG_LEVEL: 'silent' }
    const child = fork(FILE, { env })
    atEnd(() => child.kill())
    await once(child, 'message')
    return { call: callsOf(child, agentId, token) }
  })

test.beforeAll(async () => {
  await mkdir(dirname(FILE), { recursive: true })
  const entry = fileURLToPath(new URL('../../../test/api/memory-process.ts', import.meta.url))
  await build({
    entryPoints: [entry],
    outfile: FILE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
  })
})
afterAll(() => rm(FILE, { force: true }))

function callsOf(child: ChildProcess, agentId: string, token: string): MemoryProcess['call'] {
  const waiting = new Map<number, (reply: MemoryReply) => void>()
  let sent = 0
  child.on('message', (reply: MemoryReply) => waiting.get(reply.nth)?.(reply))
  return async <Body>(call: Omit<MemoryCall, 'nth' | 'agentId' | 'token'>) => {
    const nth = ++sent
    const replied = new Promise<MemoryReply>((resolve) => waiting.set(nth, resolve))
    child.send({ ...call, nth, agentId, token })
    const { status, body } = await replied
    waiting.delete(nth)
    if (status !== 200) throw new Error(`${call.kind}: ${status} ${JSON.stringify(body)}`)
    return body as Body
  }
}

test('what one process stored, changed or deleted is found as it is by the next recall of another process', async ({
  db,
  startProcess,
}) => {
  const { agent_id: agentId, session_token: token } = await startSession(await createKey(db, await createTeam(db)))
  const [writer, other, reader] = await Promise.all([1, 2, 3].map(() => startProcess(agentId, token)))
  if (!writer || !other || !reader) throw new Error('A process is missing.')
  let rounds = 0
  const wrong: string[] = []
  const found = async (word: string) => {
    rounds++
    const { memories } = await reader.call<Memories>({ kind: 'recall', body: { query: word, limit: 3 } })
    return memories.map(({ content }) => content).filter((content) => content.includes(word))
  }
  const check = async (word: string, expected: string[], what: string) => {
    const contents = await found(word)
    if (JSON.stringify(contents) !== JSON.stringify(expected)) wrong.push(`${what}: ${JSON.stringify(contents)}`)
  }
  const lane = async (lane: number) => {
    for (let nth = 0; rounds < ROUNDS; nth++) {
      const [first, second] = [`first${lane}x${nth}q`, `second${lane}x${nth}q`]
      const from = nth % 2 === 0 ? writer : other
      const { id } = await from.call<{ id: string }>({ kind: 'remember', body: { content: `the ${first} word` } })
      await check(first, [`the ${first} word`], 'stored')
      await writer.call({ kind: 'change', memoryId: id, body: { content: `now the ${second} word` } })
      await check(second, [`now the ${second} word`], 'changed')
      await check(first, [], 'changed, by its earlier text')
      if (nth % 3 === 0) continue
      await other.call({ kind: 'delete', memoryId: id })
      await check(second, [], 'deleted')
    }
  }
  // Transactions that begin early and end late, so that the order of their numbers is not that in which they end.
  const disturb = async () => {
    while (rounds < ROUNDS)
      await db.transaction().execute(async (tx) => {
        await sql`select pg_current_xact_id()`.execute(tx)
        await pause(Math.random() * 30)
      })
  }
  await Promise.all([...Array.from({ length: LANES }, (_, nth) => lane(nth)), disturb(), disturb()])
  expect(wrong).toEqual([])
  expect(rounds).toBeGreaterThanOrEqual(ROUNDS)
}, 600_000)

import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { codeOf } from '../../db/error-code'
import { countRecalls } from '../../db/memory-uses'
import { createAgent, db, teamId, url } from '../../test/recall/recalled-agents'
import { countAllRecalls } from './count-recalls'

const COUNTER = fileURLToPath(new URL(`../../node_modules/.cache/memanto-test/counter-${process.pid}.mjs`, import.meta.url))

beforeAll(async () => {
  await mkdir(dirname(COUNTER), { recursive: true })
  const entryPoints = [fileURLToPath(new URL('../../test/recall/recall-counter.ts', import.meta.url))]
  await build({ entryPoints, outfile: COUNTER, bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' })
})
afterAll(() => rm(COUNTER, { force: true }))

/** A process that counts, and how many batches it has counted. */
function startCounter(): { child: ChildProcess; batches: () => number } {
  const child = spawn(process.execPath, [COUNTER, url, teamId], { stdio: ['ignore', 'pipe', 'inherit'] })
  let batches = 0
  child.stdout.on('data', (dots: Buffer) => {
    batches += dots.length
  })
  return { child, batches: () => batches }
}

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  expect(await exit).toEqual([null, 'SIGKILL'])
}

async function createMemories(count: number) {
  const agent = await createAgent()
  const remembered = await agent.remember(...Array.from({ length: count }, (_, nth) => `zebra ${'abcdefghij'.charAt(nth % 10)} ${nth}`))
  return { agent, ids: (remembered?.stored ?? []).map(({ id }) => id) }
}

/** What the counts must become: one for each memory that a recall returned. */
function createModel() {
  const counts = new Map<string, number>()
  const add = (ids: string[]) => {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return { counts, add }
}

async function allCounts(): Promise<Map<string, number>> {
  const rows = await db.selectFrom('memory_uses').select(['memory_id', 'recalled_count']).where('team_id', '=', teamId).execute()
  return new Map(rows.map(({ memory_id, recalled_count }) => [memory_id, recalled_count]))
}

const sorted = (counts: Map<string, number>) => [...counts].sort()

test('random recalls are each counted once, while two processes count them, are killed and started again, and transactions end in another order than they began', async () => {
  const agents = await Promise.all([createMemories(30), createMemories(30), createMemories(30)])
  const { counts, add } = createModel()
  let isDone = false

  async function recallAtRandom(): Promise<void> {
    const { agent, ids } = agents[randomInt(agents.length)] ?? { agent: undefined, ids: [] }
    if (agent === undefined) return
    if (randomInt(3) > 0) return add((await agent.recall(`zebra ${randomInt(30)}`, { limit: 1 + randomInt(20) })).map(({ id }) => id))
    const returned = ids.filter(() => randomInt(4) === 0)
    const event = {
      team_id: teamId,
      session_id: agent.sessionId(),
      memory_ids: returned,
      kind: 'recalled',
      by_kind: 'system',
      by_id: 'x',
    } as const
    const tx = await db.startTransaction().execute()
    await tx.insertInto('session_events').values(event).execute()
    await pause(randomInt(40))
    if (randomInt(4) === 0) return tx.rollback().execute()
    await tx.commit().execute()
    add(returned)
  }

  async function recallInTurns(times: number): Promise<void> {
    for (let nth = 0; nth < times; nth++) await recallAtRandom()
  }

  let kills = 0
  async function countAndKill(): Promise<void> {
    while (!isDone) {
      const { child, batches } = startCounter()
      await expect.poll(() => batches() > 3 || isDone, { timeout: 60_000, interval: 5 }).toBe(true)
      await pause(randomInt(30))
      await kill(child)
      kills++
    }
  }

  const killing = [countAndKill(), countAndKill()]
  do await Promise.all(Array.from({ length: 5 }, () => recallInTurns(60)))
  while (kills < 6)
  isDone = true
  await Promise.all(killing)
  await countAllRecalls()
  expect(sorted(await allCounts())).toEqual(sorted(counts))
}, 180_000)

test('memories are deleted, one by one and many at once, while their recalls are counted: no deletion fails', async () => {
  const made = await Promise.all(Array.from({ length: 4 }, () => createMemories(40)))
  let isDone = false
  const refused = new Set<string | undefined>()

  async function countAgainAndAgain(): Promise<void> {
    while (!isDone)
      await db
        .transaction()
        .execute((tx) => countRecalls(tx, teamId, 5))
        .catch((error: unknown) => void refused.add(codeOf(error)))
  }

  async function recallAndDelete({ agent, ids }: (typeof made)[number], atOnce: number): Promise<void> {
    for (let at = 0; at < ids.length; at += atOnce) {
      await Promise.all([agent.recall('zebra', { limit: 40 }), agent.recall('zebra', { limit: 40 })])
      const some = ids.slice(at, at + atOnce).sort(() => randomInt(3) - 1)
      await db.transaction().execute(async (tx) => {
        for (const id of some) await tx.deleteFrom('memories').where('team_id', '=', teamId).where('id', '=', id).execute()
      })
    }
  }

  const counting = [countAgainAndAgain(), countAgainAndAgain()]
  await Promise.all(made.map((one, nth) => recallAndDelete(one, [1, 4, 10, 20][nth] ?? 1)))
  isDone = true
  await Promise.all(counting)
  await countAllRecalls()
  expect([...refused].filter((code) => code !== '55P03')).toEqual([])
  const deleted = made.flatMap(({ ids }) => ids)
  const counted = await allCounts()
  expect(deleted.filter((id) => counted.has(id))).toEqual([])
})

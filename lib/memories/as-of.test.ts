import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { callOk } from '../../test/calls'
import { moveClock } from '../../test/clock'
import { type TestAgent, testOfMemories as test } from '../../test/memories'
import { runMaintenance } from '../maintenance'

/** `AS_OF_RUNS=1000 npx vitest run … lib/memories/as-of.test.ts` runs more. */
const RUNS = Number(process.env.AS_OF_RUNS ?? 60)

/** What a memory was from a time on. */
interface Version {
  from: number
  content: string
  happened: number | null
  expires: number | null
  isActive: boolean
}

interface Model {
  id: string
  seq: number
  created: number
  versions: Version[]
}

const pick = <T>(values: readonly T[]): T => values[randomInt(values.length)] as T

/** The texts that were known at a time, the latest first, by the definition and without a database. A memory that was stored later is as it is `now`. */
function knownAt(memories: Model[], at: number, now: number): string[] {
  const known = memories.flatMap(({ seq, created, versions }) => {
    const latest = versions.at(-1)
    const version = at >= created ? versions.findLast(({ from }) => from <= at) : latest
    if (version === undefined || !version.isActive || (version.expires !== null && version.expires <= (at >= created ? at : now))) return []
    const happened = version.happened ?? created
    return at >= created || happened <= at ? [{ content: version.content, happened, seq }] : []
  })
  return known.sort((a, b) => b.happened - a.happened || b.seq - a.seq).map(({ content }) => content)
}

interface Reply {
  id: string
  created_at: string
  updated_at: string
  expires_at: string | null
}

/** Stores a memory, perhaps of another time, perhaps with an expiry. */
async function store(agent: TestAgent, memories: Model[]): Promise<void> {
  const content = `text ${memories.length}`
  const happened = pick([null, null, Date.now() - randomInt(1, 60_000), Date.now() + randomInt(1, 60_000)])
  const expires = pick([null, null, Date.now() + randomInt(1, 400)])
  const times = { ...(happened && { occurred_at: new Date(happened) }), ...(expires && { expires_at: new Date(expires) }) }
  const { id, created_at } = await agent.remember({ content, ...times })
  const created = Date.parse(created_at)
  memories.push({ id, seq: memories.length, created, versions: [{ from: created, content, happened, expires, isActive: true }] })
}

/** Changes, deletes, supersedes, restores or purges one of the memories, whatever its state allows. */
async function change(agent: TestAgent, key: string, memories: Model[]): Promise<void> {
  const memory = pick(memories)
  const latest = memory.versions.at(-1)
  if (latest === undefined) return
  const path = `/api/v2/agents/${agent.name}/memories/${memory.id}`
  const act = async (method: string, end: string, json: object, next: Partial<Version>) => {
    const { updated_at, expires_at } = await callOk<Reply>(method, path + end, { key, json })
    // A restoration removes an expiry that has passed; whether it has depends on the millisecond.
    const expires = expires_at === null ? null : Date.parse(expires_at)
    memory.versions.push({ ...latest, ...next, expires, from: Date.parse(updated_at) })
  }
  if (!latest.isActive) return act('POST', '/restore', {}, { isActive: true })
  const content = `${latest.content}, changed`
  const happened = Date.now() - randomInt(1, 60_000)
  await pick([
    () => act('PATCH', '', { content }, { content }),
    () => act('PATCH', '', { occurred_at: new Date(happened) }, { happened }),
    () => act('PATCH', '', { expires_at: null }, {}),
    () => act('DELETE', '', {}, { isActive: false }),
    () => act('POST', '/supersede', {}, { isActive: false }),
    async () => {
      await callOk('DELETE', path, { key, json: { purge: true } })
      memories.splice(memories.indexOf(memory), 1)
    },
  ])()
}

test(`as-of returns what was known then, in the words of then: ${RUNS} random histories against a model`, async ({ key, openAgent }) => {
  for (let run = 0; run < RUNS; run++) {
    const agent = await openAgent()
    const memories: Model[] = []
    const moments: number[] = []
    for (let step = 0; step < 8; step++) {
      await (memories.length === 0 || randomInt(3) === 0 ? store(agent, memories) : change(agent, key, memories))
      // The clock has milliseconds: without a pause, two changes could be at the same time.
      await pause(2)
      moments.push(Date.now() - 1)
    }
    const times = [
      ...moments,
      ...memories.flatMap(({ versions }) => versions.map(({ from }) => from)),
      Date.now() - 30_000,
      Date.now() + 500,
    ]
    for (const at of new Set(Array.from({ length: 6 }, () => pick(times)))) {
      const before = knownAt(memories, at, Date.now())
      const recalled = await agent.recalled('as-of', { as_of: new Date(at).toISOString(), limit: 100 })
      const after = knownAt(memories, at, Date.now())
      // What expires during the recall may be in the answer or not.
      if (before.length === after.length) expect(recalled, `run ${run} at ${at}: ${JSON.stringify(memories)}`).toEqual(after)
    }
  }
}, 600_000)

test('a memory stored later that has expired is not in what was known, whether or not maintenance has run', async ({ db, openAgent }) => {
  const agent = await openAgent()
  await agent.remember({ content: 'The lease began.', occurred_at: '2020-01-01', ttl_hours: 1 })
  const known = () => agent.recalled('as-of', { as_of: '2021-01-01' })
  expect(await known()).toEqual(['The lease began.'])
  await moveClock(db, 2)
  expect(await known()).toEqual([])
  await runMaintenance()
  expect(await known()).toEqual([])
  await moveClock(db, 0)
})

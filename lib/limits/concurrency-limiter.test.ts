import { describe, expect, test } from 'vitest'
import { createLimiter, type Release } from './concurrency-limiter'

const PATIENT = { maxWaiting: 1_000, waitMs: 60_000 }

/** Waits until everything has run that waits for nothing else. */
const settle = () => new Promise((done) => setImmediate(done))

/** Serves all of these requests: one that waits longer than it may would be an error of a later test. */
const serveAll = (requests: Promise<Release>[]) => Promise.all(requests.map(async (request) => (await request)()))

describe('a limiter of twelve slots', () => {
  test('gives half of them to a group that is alone, and half of what is left to each further one', async () => {
    const limiter = createLimiter({ capacity: 12, ...PATIENT })
    const started: string[] = []
    const requests = ['a', 'b', 'c', 'd'].flatMap((group) => Array.from({ length: 12 }, () => limiter.acquire({ group, member: 'm' })))
    for (const [nth, request] of requests.entries()) void request.then(() => started.push('abcd'[Math.floor(nth / 12)] ?? ''))
    await settle()
    const count = (group: string) => started.filter((name) => name === group).length
    expect(['a', 'b', 'c', 'd'].map(count)).toEqual([6, 3, 2, 1])
    await serveAll(requests)
  })

  test('gives a slot at once to a group that has none, while another group has a thousand requests waiting', async () => {
    const limiter = createLimiter({ capacity: 12, ...PATIENT })
    const requests = Array.from({ length: 1_006 }, () => limiter.acquire({ group: 'a', member: 'm' }))
    let isStarted = false
    const other = limiter.acquire({ group: 'b', member: 'm' }).finally(() => {
      isStarted = true
    })
    await settle()
    expect(isStarted).toBe(true)
    await serveAll([...requests, other])
  })
})

/** Holds the only slot, lets these wait, and returns the order in which they are served. */
async function servedInOrder(owners: [group: string, member: string][]): Promise<string[]> {
  const limiter = createLimiter({ capacity: 1, ...PATIENT })
  const first = await limiter.acquire({ group: 'holder', member: 'holder' })
  const served: string[] = []
  const all = owners.map(async ([group, member]) => {
    const release = await limiter.acquire({ group, member })
    served.push(`${group} ${member}`)
    release()
  })
  first()
  await Promise.all(all)
  expect(limiter.usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
  return served
}

test('groups take turns, however many wait in each', async () => {
  const order = await servedInOrder([
    ['a', '1'],
    ['a', '1'],
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
  ])
  expect(order).toEqual(['a 1', 'b 1', 'c 1', 'a 1', 'a 1'])
})

test('members of a group take turns, and each is served in its order', async () => {
  const order = await servedInOrder([
    ['a', 'busy'],
    ['a', 'busy'],
    ['a', 'busy'],
    ['a', 'quiet'],
  ])
  expect(order).toEqual(['a busy', 'a quiet', 'a busy', 'a busy'])
})

test('a member with too many waiting requests is refused, and others are not', async () => {
  const limiter = createLimiter({ capacity: 1, maxWaiting: 2, waitMs: 60_000 })
  const release = await limiter.acquire({ group: 'a', member: 'busy' })
  const waiting = [limiter.acquire({ group: 'a', member: 'busy' }), limiter.acquire({ group: 'a', member: 'busy' })]
  await expect(limiter.acquire({ group: 'a', member: 'busy' })).rejects.toMatchObject({
    code: 'too_many_requests',
    message: expect.stringContaining('(limit 2)'),
  })
  waiting.push(limiter.acquire({ group: 'a', member: 'quiet' }))
  release()
  await serveAll(waiting)
  expect(limiter.usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

test('a request that waits too long is refused, and takes no slot afterwards', async () => {
  const limiter = createLimiter({ capacity: 1, maxWaiting: 10, waitMs: 1 })
  const release = await limiter.acquire({ group: 'a', member: 'm' })
  await expect(limiter.acquire({ group: 'b', member: 'm' })).rejects.toMatchObject({ code: 'overloaded' })
  release()
  expect(limiter.usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

test('ten thousand requests in random groups are all served, and nothing is left behind', async () => {
  const limiter = createLimiter({ capacity: 5, maxWaiting: 10_000, waitMs: 60_000 })
  let held = 0
  let most = 0
  const work = async (asked: number) => {
    const release: Release = await limiter.acquire({ group: `g${asked % 7}`, member: `m${asked % 3}` })
    most = Math.max(most, ++held)
    await settle()
    held--
    release()
  }
  await Promise.all(Array.from({ length: 10_000 }, (_, asked) => work(asked)))
  expect(most).toBe(5)
  expect(limiter.usage()).toEqual({ held: 0, waiting: 0, groups: 0 })
})

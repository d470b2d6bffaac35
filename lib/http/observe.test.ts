import { Writable } from 'node:stream'
import pino from 'pino'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { metrics } from '../metrics'
import { once } from '../process'
import { testSettings } from '../testing'
import type { Notes } from './notes'
import { describeCause, observeRequest } from './observe'

let lines: string[] = []
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString())
    done()
  },
})

beforeAll(() => {
  testSettings()
  once('log', () => pino({ level: 'info', base: null }, sink))
})
beforeEach(() => {
  lines = []
})

const notes = (more: Partial<Notes> = {}): Notes => ({ requestId: 'req_1', address: null, peer: null, forwarded: false, ...more })

function routeOf(path: string, params: object, more: Partial<Notes> = {}): unknown {
  observeRequest(new Request(`http://memanto${path}`), params, 200, notes(more), 1)
  return (JSON.parse(lines.at(-1) ?? '{}') as { route: unknown }).route
}

test.each([
  ['/api/v2/agents/customer-support/activate', { agentId: 'customer-support' }, '/api/v2/agents/[agentId]/activate'],
  ['/api/v2/agents/a', { agentId: 'a' }, '/api/v2/agents/[agentId]'],
  ['/api/v2/agents/%61gent/status', { agentId: 'agent' }, '/api/v2/agents/[agentId]/status'],
  ['/api/v2/agents/me@example.com', { agentId: 'me@example.com' }, '/api/v2/agents/[agentId]'],
  ['/api/v2/agents/a%2Fb/memories/mem_1', { agentId: 'a/b', memoryId: 'mem_1' }, '/api/v2/agents/[agentId]/memories/[memoryId]'],
  ['/api/v2/agents/same/memories/same', { agentId: 'same', memoryId: 'same' }, '/api/v2/agents/[agentId]/memories/[memoryId]'],
  ['/api/v2/some/where/else', { rest: ['some', 'where', 'else'] }, '/api/v2/[rest]'],
  ['/api/v2/status?agent=x', {}, '/api/v2/status'],
])('%s is told by its pattern', (path, params, route) => {
  expect(routeOf(path, params)).toBe(route)
})

test('what the server found is told, and an address that it cannot read has one name', () => {
  expect(routeOf('/api/v2/agents/agents', { agentId: 'agents' }, { route: '/api/v2/agents/[agentId]' })).toBe('/api/v2/agents/[agentId]')
  expect(routeOf('/api/v2/agents/%zz', { agentId: 'x' })).toBe('(unknown)')
})

test('neither a line nor a measurement holds the query, and what an id holds makes no new measurement', async () => {
  for (let index = 0; index < 50; index++) routeOf(`/api/v2/agents/mk_live_${index}%40x?token=eyJsecret`, { agentId: `mk_live_${index}@x` })
  expect(lines.join()).not.toMatch(/mk_live|eyJ/)
  expect(await metrics().metrics()).not.toMatch(/mk_live|eyJ/)
})

test('of a database error only what no user sent is told', () => {
  const text = 'duplicate key value: (alice@example.com)'
  const cause = Object.assign(new Error(text), {
    severity: 'ERROR',
    code: '23505',
    detail: text,
    where: text,
    constraint: 'people_email',
    routine: '_bt_check',
  })
  expect(describeCause(cause)).toMatchObject({ code: '23505', constraint: 'people_email' })
  expect(JSON.stringify(describeCause(cause))).not.toContain('alice')
  expect(describeCause('mk_live_secret')).toEqual({ name: 'string' })
})

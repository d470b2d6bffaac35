import { Writable } from 'node:stream'
import pino from 'pino'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { ROUTES } from '../../test/api/handlers'
import { adoptTestSettings } from '../../test/settings'
import { OPERATIONS } from '../api/operations'
import { metrics } from '../metrics'
import { singleton } from '../process'
import { startCall } from './call'
import { formatPeerHeader, PEER_HEADER } from './client'
import { describeCause, observeCall } from './observe'
import { routeOf } from './operation'

let lines: string[] = []
const sink = new Writable({
  write(chunk: Buffer, _encoding, done) {
    lines.push(chunk.toString())
    done()
  },
})

beforeAll(() => {
  adoptTestSettings()
  singleton('log', () => pino({ level: 'info', base: null }, sink))
})
beforeEach(() => {
  lines = []
})

function observe(path: string, route: string): Record<string, unknown> {
  observeCall(startCall(new Request(`http://memanto${path}`)), route, 200, 1)
  return JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>
}

test('a line names the route, the status and the client, and the caller as soon as it is known', () => {
  const call = startCall(
    new Request('http://memanto/api/v2/agents/a', { headers: { [PEER_HEADER]: formatPeerHeader('::1', '198.51.100.4', true, 'req_1') } }),
  )
  call.caller = { teamId: 'team', keyId: 'key', agentName: 'a' }
  observeCall(call, '/api/v2/agents/[agentId]', 404, 1.26)
  expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({
    requestId: 'req_1',
    method: 'GET',
    route: '/api/v2/agents/[agentId]',
    status: 404,
    ms: 1.3,
    teamId: 'team',
    keyId: 'key',
    agentId: 'a',
    address: '198.51.100.4',
  })
})

test.each(OPERATIONS.map((operation) => [operation.path, operation] as const))(
  '%s is logged under the folder of its route',
  (_path, operation) => {
    expect(routeOf(operation)).not.toMatch(/[{}_]/)
    expect(ROUTES.map(([, , folder]) => folder)).toContain(routeOf(operation))
  },
)

test('neither a line nor a measurement contains the path or the query', async () => {
  for (let index = 0; index < 50; index++) observe(`/api/v2/agents/mk_live_${index}%40x?token=eyJsecret`, '/api/v2/agents/[agentId]')
  expect(lines.join()).not.toMatch(/mk_live|eyJ/)
  expect(await metrics().metrics()).not.toMatch(/mk_live|eyJ/)
})

test('a database error is logged without anything that a user sent', () => {
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

import { connect } from 'node:net'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, vi } from 'vitest'
import * as exported from '../../app/api/v2/agents/[agentId]/export/route'
import * as imported from '../../app/api/v2/agents/[agentId]/import/route'
import { createAgent } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'
import { jsonl, numberedLines } from '../../test/lines'
import { storedContents } from '../../test/portability'
import { exchange, parseResponse, startTestServer } from '../../test/server/listener'
import { AppError } from '../errors'
import { respondTo } from '../http/respond'
import { streamedResponse } from '../http/streams'
import { bodySlots, workSlots } from '../limits/slots'
import { log } from '../process'
import type { Routes } from './api'

/** The parts of the response of a test route. */
let sending: () => AsyncGenerator<string>
let port: number
let hasty: number

const respondWithParts = (request: Request) =>
  respondTo(request, '/api/v2/parts', async (call) => streamedResponse(call, { mediaType: 'text/plain', fileName: 'x', parts: sending() }))

test.beforeAll(async () => {
  const routes = {
    '/api/v2/agents/[agentId]/import': { POST: imported.POST },
    '/api/v2/agents/[agentId]/export': { GET: exported.GET },
    '/api/v2/parts': { GET: respondWithParts },
  } as Routes
  ;({ port } = await startTestServer({ routes }))
  ;({ port: hasty } = await startTestServer({ routes, limits: { requestMs: 300, bodyBytesPerSecond: 100, bodyGraceMs: 600 } }))
})

const head = (agent: string, key: string, length: number) =>
  `POST /api/v2/agents/${agent}/import HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`

/** The machine may be busy. */
const SOON = { timeout: 30_000, interval: 20 }

const IDLE = { held: 0, waiting: 0, groups: 0 }

describe('a body that is read as it arrives', () => {
  test('takes no slot while its sender sends nothing', async ({ key }) => {
    const agent = await createAgent(key)
    const socket = connect(port, '127.0.0.1')
    socket.write(`${head(agent, key, 100_000)}${jsonl({ content: 'a' })}`)
    await expect.poll(() => bodySlots().usage().held, SOON).toBe(1)
    await expect.poll(() => workSlots().usage(), SOON).toEqual(IDLE)
    socket.destroy()
    await expect.poll(() => bodySlots().usage().held, SOON).toBe(0)
  })

  test('may take longer than other requests, if it arrives fast enough', async ({ key }) => {
    const agent = await createAgent(key)
    const lines = [...numberedLines(100)]
    const body = lines.join('')
    const heard = await exchange(hasty, [head(agent, key, body.length), ...lines], { betweenMs: 10, silenceMs: 5_000 })
    expect(JSON.parse(parseResponse(heard).body)).toMatchObject({ stored: 100 })
  })

  test('that arrives too slowly ends the request', async ({ key }) => {
    const agent = await createAgent(key)
    const heard = await exchange(hasty, [head(agent, key, 10_000), ...Array(40).fill(' ')], { betweenMs: 60, silenceMs: 3_000 })
    expect(parseResponse(heard)).toMatchObject({ status: 408 })
  })

  test('may be larger than other bodies, up to 100 MB', async ({ key }) => {
    const agent = await createAgent(key)
    const refused = await exchange(port, [head(agent, key, 100_000_001)])
    expect(JSON.parse(parseResponse(refused).body)).toMatchObject({ code: 'body_too_large', detail: 'The body may be at most 100 MB.' })
    const padding = ' '.repeat(12_000_000)
    const response = await fetch(`http://127.0.0.1:${port}/api/v2/agents/${agent}/import`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body: `${jsonl({ content: 'after the padding' }).trim()}${padding}\n${jsonl({ content: 'last' })}`,
    })
    expect(await response.json()).toMatchObject({ stored: 1, failed: 1 })
  })

  test('is not read to its end if the call is refused, and the sender gets the answer', async ({ key }) => {
    const body = [...numberedLines(60_000)].join('')
    for (const [name, credential, code] of [
      ['nobody', key, 'agent_not_found'],
      ['nobody', 'mk_live_unknown', 'invalid_api_key'],
    ] as const) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v2/agents/${name}/import`, {
        method: 'POST',
        headers: { 'x-api-key': credential },
        body,
      })
      expect(await response.json()).toMatchObject({ code })
    }
    expect(workSlots().usage()).toEqual(IDLE)
    expect(bodySlots().usage()).toEqual(IDLE)
  })
})

describe('an export', () => {
  test('of which only the headers are asked for makes no part, and is not recorded', async ({ key, db, teamId }) => {
    let parts = 0
    sending = async function* () {
      for (; parts < 100; parts++) yield 'part'
    }
    expect(await exchange(port, ['HEAD /api/v2/parts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'])).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(parts).toBe(0)
    const path = `http://127.0.0.1:${port}/api/v2/agents/${await createAgent(key)}/export`
    const exports = () =>
      db.selectFrom('audit_log').select('id').where('team_id', '=', teamId).where('action', '=', 'memories.exported').execute()
    const before = await exports()
    const { headers } = await fetch(path, { method: 'HEAD', headers: { 'x-api-key': key } })
    expect(await exports()).toEqual(before)
    const got = await fetch(path, { headers: { 'x-api-key': key } })
    expect(await exports()).toHaveLength(before.length + 1)
    for (const name of ['content-type', 'content-disposition', 'cache-control']) expect(headers.get(name)).toBe(got.headers.get(name))
  })

  test('of which the first part cannot be made is a problem document', async () => {
    sending = async function* () {
      yield await Promise.reject<string>(new AppError('overloaded', 'The database is busy.'))
    }
    const response = await fetch(`http://127.0.0.1:${port}/api/v2/parts`)
    expect([response.status, response.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
    expect(await response.json()).toMatchObject({ code: 'overloaded' })
  })

  test('that fails midway is cut off and logged, without what the error says about the data', async () => {
    const [logged, printed] = [vi.spyOn(log(), 'error'), vi.spyOn(console, 'error').mockImplementation(() => {})]
    onTestFinished(() => void vi.restoreAllMocks())
    const failure = Object.assign(new Error('a text of a user'), { severity: 'ERROR', code: '22P02', detail: 'another text of a user' })
    let fail = (_: Error) => {}
    const failed = new Promise<never>((_, reject) => {
      fail = reject
    })
    sending = async function* () {
      yield 'first'
      await failed
    }
    const { status, headers, body } = await fetch(`http://127.0.0.1:${port}/api/v2/parts`)
    const reader = body?.getReader()
    expect([status, Buffer.from((await reader?.read())?.value ?? []).toString()]).toEqual([200, 'first'])
    fail(failure)
    await expect(reader?.read()).rejects.toThrow('terminated')
    expect(logged.mock.calls).toEqual([
      [{ requestId: headers.get('x-request-id'), cause: expect.objectContaining({ code: '22P02' }) }, expect.stringMatching('complete')],
    ])
    expect(inspect([printed.mock.calls, logged.mock.calls])).not.toContain('of a user')
  })

  test('takes no slot while its reader reads nothing', async ({ key }) => {
    const agent = await createAgent(key)
    const body = [...numberedLines(20_000)].map((line) => line.replace('of the list', 'x'.repeat(200))).join('')
    const sent = await fetch(`http://127.0.0.1:${port}/api/v2/agents/${agent}/import`, {
      method: 'POST',
      headers: { 'x-api-key': key },
      body,
    })
    expect(await sent.json()).toMatchObject({ stored: 20_000 })
    const socket = connect(port, '127.0.0.1')
    socket.pause()
    socket.write(`GET /api/v2/agents/${agent}/export HTTP/1.1\r\nHost: x\r\nX-Api-Key: ${key}\r\nConnection: close\r\n\r\n`)
    // It goes on until the buffers between server and reader are full, and then for as long as nothing is read.
    let idleChecks = 0
    await expect.poll(() => (workSlots().usage().held === 0 ? ++idleChecks : 0), { timeout: 30_000, interval: 20 }).toBeGreaterThan(20)
    let heard = 0
    socket.on('data', (part) => {
      heard += part.length
    })
    socket.resume()
    await new Promise((closed) => socket.once('close', closed))
    expect(heard).toBeGreaterThan(body.length)
    expect(await storedContents(key, agent)).toHaveLength(100)
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newKey } from '../lib/api-keys/format'
import { freePort } from '../lib/server/testing-port'
import { retryAfterSeconds, waitBeforeRetry } from './retry'
import { aFolder, aPerson, BIN, openWorld, type Person } from './testing'

let at: { url: string; key: string }
let person: Person

beforeAll(async () => {
  at = await openWorld()
  person = aPerson(at)
  await person.memanto(['agent', 'activate', 'customer-support', '--create'])
})

describe('exit codes', () => {
  test('1: refused, with what to do next', async () => {
    expect(await person.memanto(['agent', 'show', 'nobody'])).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Error: .+\nList agents: memanto agent list\..*\n$/),
    })
    expect(await person.memanto(['session', 'extend', '--hours', '25'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/^Error: extend_hours .*\nAdd --help for usage\.\n$/),
    })
  })

  test.each([
    [['agent', 'activate']],
    [['agent', 'activate', '../../etc/passwd']],
    [['agent', 'activate', 'x', '--hours', 'six']],
    [['agent', 'activate', 'x', '--on-active', 'explode']],
    [['agent', 'delete', 'customer-support']],
    [['session', 'fly']],
    [['session', 'info', '--what']],
    [['status', '--timeout', '-1']],
    [['recall']],
    [['recall', 'x', '--recent']],
    [['recall', 'x', '--type', 'fact,banana']],
    [['remember', 'x', '--batch', 'y']],
    [['remember']],
    [['config', 'set', 'server_url', 'ftp://x']],
    [['agent']],
  ])('2: %j is not understood', async (args) => {
    expect(await person.memanto(args)).toMatchObject({ exitCode: 2, stdout: '' })
  })

  test('2: a misspelt command or option gets a suggestion, a made-up one does not', async () => {
    expect((await person.memanto(['stauts'])).stderr).toContain('Did you mean status?')
    expect((await person.memanto(['session', 'info', '--jsn'])).stderr).toContain('Did you mean --json?')
    expect((await person.memanto(['bogus'])).stderr).toBe("Error: unknown command 'bogus'\nAdd --help for usage.\n")
  })

  test('3: not signed in', async () => {
    const stranger = aPerson({ url: at.url })
    const needsKey = [['agent', 'list'], ['status'], ['agent', 'activate', 'x'], ['session', 'list']]
    const needsSession = [
      ['session', 'info'],
      ['session', 'extend'],
      ['remember', 'x'],
      ['recall', 'x', '-a', 'y'],
      ['agent', 'deactivate'],
    ]
    for (const args of [...needsKey, ...needsSession])
      expect(await stranger.memanto(args)).toMatchObject({ exitCode: 3, stdout: '', stderr: expect.stringContaining('memanto login') })
    const liar = aPerson({ url: at.url, key: newKey().key })
    expect(await liar.memanto(['agent', 'list'])).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('MEMANTO_API_KEY') })
    const { exitCode, stderr } = await stranger.memanto(['agent', 'list'], { env: { MEMANTO_API_KEY: 'two\nlines-of-a-secret' } })
    expect([exitCode, stderr.includes('lines-of-a-secret')]).toEqual([3, false])
    const broken = await person.memanto(['session', 'info'], { env: { MEMANTO_SESSION_TOKEN: 'not\u2028a-token' } })
    expect([broken.exitCode, broken.stderr.includes('a-token')]).toEqual([3, false])
  })

  test('4: the server is down, for every kind of command, within a few seconds', async () => {
    const down = aPerson({ ...at, url: `http://127.0.0.1:${await freePort()}` })
    const began = performance.now()
    for (const args of [
      ['session', 'list'],
      ['agent', 'list'],
      ['agent', 'activate', 'x'],
      ['status', '--json'],
    ])
      expect(await down.memanto(args)).toMatchObject({ exitCode: 4, stdout: '', stderr: expect.stringContaining('connection refused') })
    expect(performance.now() - began).toBeLessThan(15_000)
    expect(await down.memanto(['status'])).toMatchObject({
      exitCode: 4,
      stdout: expect.stringContaining('(not reachable)\nSigned in: mk_live_…'),
    })
  })

  test('with --json the problem is JSON on stderr', async () => {
    const { exitCode, stdout, stderr } = await person.memanto(['agent', 'show', 'nobody', '--json'])
    expect([exitCode, stdout]).toEqual([1, ''])
    expect(JSON.parse(stderr)).toMatchObject({ code: 'agent_not_found', status: 404, request_id: expect.any(String) })
    for (const [args, code] of [
      [['agent', 'fly', '--json'], 'usage'],
      [['recall', '--json'], 'usage'],
    ] as const)
      expect(JSON.parse((await person.memanto([...args])).stderr)).toMatchObject({ code })
  })
})

test('secrets on the command line are not repeated', async () => {
  const { key } = newKey()
  for (const args of [['status', `--api-key=${key}`], ['agent', 'show', key], [key], ['config', 'set', 'server_url', key]]) {
    const { exitCode, stdout, stderr } = await person.memanto(args)
    expect(exitCode).not.toBe(0)
    expect(stdout + stderr).not.toContain(key)
  }
})

test('whoever stops reading is no failure', async () => {
  const child = spawn('bash', ['-o', 'pipefail', '-c', `"${process.execPath}" "${BIN}" session list --json --limit 100 | true`], {
    env: person.env,
  })
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  const [exitCode] = await once(child, 'close')
  expect([exitCode, said]).toEqual([0, ''])
})

test('output that cannot be written is a failure', async () => {
  const child = spawn('bash', ['-c', `"${process.execPath}" "${BIN}" session list > /dev/full`], { env: person.env })
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  const [exitCode] = await once(child, 'close')
  expect([exitCode, said]).toEqual([1, expect.stringMatching(/^Error: The output cannot be written: .*ENOSPC.*\n$/)])
})

describe('a server that has its own ways', () => {
  let stop = () => {}
  afterEach(() => stop())

  interface Heard {
    method?: string | undefined
    key: string | undefined
    body: string
  }

  /** Answers as told, request by request, the last way again and again. */
  async function aServer(
    ...ways: ((response: ServerResponse, request: IncomingMessage) => void)[]
  ): Promise<{ url: string; heard: Heard[] }> {
    const heard: Heard[] = []
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      const way = ways[Math.min(heard.length, ways.length - 1)]
      heard.push({ method: request.method, key: request.headers['idempotency-key'] as string | undefined, body })
      way?.(response, request)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    stop = () => {
      server.closeAllConnections()
      server.close()
    }
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, heard }
  }

  const json =
    (status: number, body: object, headers = {}) =>
    (response: ServerResponse) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  const problem = (status: number, code: string, headers = {}) =>
    json(status, { type: 'x', title: 'x', status, detail: `It is ${code}.`, code, request_id: 'req_1' }, headers)
  const cut = (response: ServerResponse) => response.destroy()
  const activated = json(200, {
    agent_id: 'x\u001b[31m',
    session_id: 'sess_1\nforged: yes',
    session_token: 'e.e.e',
    created_at: '2025-03-30T16:30:00Z',
    expires_at: '2025-03-31T22:30:00Z',
    started_at: '2025-03-30T16:30:00Z',
    time_remaining_seconds: 21_600,
    reused: false,
  })

  test('is asked again after 503, 429, 502, 504 and a cut connection: the same request with the same Idempotency-Key', async () => {
    const { url, heard } = await aServer(
      problem(503, 'overloaded', { 'retry-after': '0' }),
      cut,
      problem(429, 'too_many_attempts'),
      activated,
    )
    expect(await aPerson({ ...at, url }).memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(heard).toHaveLength(4)
    expect(new Set(heard.map(({ key, body }) => `${key} ${body}`)).size).toBe(1)
    expect(heard[0]?.key).toMatch(/^[\w-]{36}$/)
  })

  test('its patience is honoured, up to a bound', async () => {
    const { url, heard } = await aServer(problem(503, 'overloaded', { 'retry-after': '1' }), activated)
    const began = performance.now()
    expect(await aPerson({ ...at, url }).memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 0 })
    expect([heard.length, performance.now() - began > 1000]).toEqual([2, true])
    stop()
    const slow = await aServer(problem(503, 'overloaded', { 'retry-after': '3600' }))
    expect(await aPerson({ ...at, url: slow.url }).memanto(['agent', 'list'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('It is overloaded.'),
    })
    expect(slow.heard).toHaveLength(1)
  })

  test('what is refused is not tried again', async () => {
    const { url, heard } = await aServer(problem(404, 'agent_not_found'))
    expect(await aPerson({ ...at, url }).memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 1 })
    expect(heard).toHaveLength(1)
  })

  test('one that never answers is waited for no longer than --timeout', async () => {
    const { url } = await aServer(() => {})
    const began = performance.now()
    expect(await aPerson({ ...at, url }).memanto(['agent', 'list', '--timeout', '0.5'])).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('did not answer within 0.5 s'),
    })
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  test.each([
    ['HTML', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>'), 1],
    ['half of JSON', (response: ServerResponse) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"a'), 1],
    ['another place', (response: ServerResponse) => response.writeHead(302, { location: 'https://elsewhere.example/' }).end(), 1],
    [
      'a proxy without a server',
      (response: ServerResponse) => response.writeHead(502, { 'content-type': 'text/html' }).end('Bad Gateway'),
      4,
    ],
  ])('one that answers %s is told to be none of ours', async (_name, way, exit) => {
    const { url } = await aServer(way)
    expect(await aPerson({ ...at, url }).memanto(['agent', 'list'])).toMatchObject({ exitCode: exit, stdout: '' })
  })

  test('what it says cannot steer the terminal', async () => {
    const { url } = await aServer(activated)
    const { stdout } = await aPerson({ ...at, url }).memanto(['agent', 'activate', 'x'])
    expect(stdout).toContain("agent 'x\\u001b[31m'")
    expect(stdout).toContain('Session ID:    sess_1\\nforged: yes')
    const bidi = await aServer(problem(404, 'not_found\u202e\u0007\u009b'))
    const { stderr } = await aPerson({ ...at, url: bidi.url }).memanto(['agent', 'show', 'x'])
    expect(stderr).toContain('not_found\\u202e\\u0007\\u009b')
    const asJson = await aPerson({ ...at, url: bidi.url }).memanto(['agent', 'show', 'x', '--json'])
    for (const character of '\u202e\u0007\u009b') expect(asJson.stderr).not.toContain(character)
    expect(JSON.parse(asJson.stderr).detail).toContain('\u202e\u0007\u009b')
  })

  test('whatever it refuses with, the refusal is told', async () => {
    const odd = [
      { detail: 'It is odd.', code: 'constructor' },
      { detail: 'It is odd.', code: 'session_ended', end_reason: 'toString' },
      { detail: 'It is odd.', code: 'invalid_request', errors: 'none' },
    ]
    for (const body of odd) {
      const { url } = await aServer(json(400, { ...body, type: 'x', title: 'x', status: 400 }))
      const { exitCode, stderr } = await aPerson({ ...at, url }).memanto(['agent', 'show', 'x'])
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Error: It is odd\.\n/)])
      expect(stderr).not.toMatch(/TypeError|dist\/memanto/)
      stop()
    }
  })

  test.each([['null'], ['[]'], ['{"hello": 1}']])('an answer %s is told to be none of ours', async (body) => {
    const { url } = await aServer((response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
    const { exitCode, stderr } = await aPerson({ ...at, url }).memanto(['agent', 'list'])
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/Check the address/)])
  })

  test('one that asks for more patience than we have says for how long', async () => {
    const { url } = await aServer(problem(429, 'too_many_attempts', { 'retry-after': '3600' }))
    expect((await aPerson({ ...at, url }).memanto(['agent', 'list'])).stderr).toContain('Try again in 1h 0m.')
  })

  test('one that has moved says where to', async () => {
    const { url } = await aServer((response) => response.writeHead(301, { location: 'https://elsewhere.example/api?x=secret' }).end())
    const { stderr } = await aPerson({ ...at, url }).memanto(['agent', 'list'])
    expect([stderr.includes('https://elsewhere.example'), stderr.includes('secret')]).toEqual([true, false])
  })

  test('one that speaks another language is told apart from one that is not there', async () => {
    const { url } = await aServer(activated)
    const secure = await aPerson({ ...at, url: url.replace('http:', 'https:') }).memanto(['agent', 'list'])
    expect([secure.exitCode, secure.stderr]).toEqual([4, expect.stringContaining('try http: instead of https:')])
    const ssh = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1')
    await once(ssh, 'listening')
    const { port } = ssh.address() as AddressInfo
    const { exitCode, stderr } = await aPerson({ ...at, url: `http://127.0.0.1:${port}` }).memanto(['agent', 'list'])
    ssh.close()
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('it is not an HTTP server')])
  })

  test('a connection that is cut until the time is over is told as cut', async () => {
    const { url } = await aServer(cut)
    const { exitCode, stderr } = await aPerson({ ...at, url }).memanto(['agent', 'list', '--timeout', '1'])
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('the connection was closed')])
  })

  test('Ctrl-C in a batch tells where to go on', async () => {
    const { url, heard } = await aServer(json(200, { agent_id: 'x', time_remaining_seconds: 21_600, duration_hours: 6 }), () => {})
    const env = { ...aPerson({ ...at, url }).env, MEMANTO_SESSION_TOKEN: 'e.e.e' }
    const child = spawn(process.execPath, [BIN, 'remember', '--batch', '-', '--agent', 'x'], { env })
    let said = ''
    child.stderr.on('data', (data) => (said += data))
    child.stdin.end('"one"\n"two"')
    const ended = once(child, 'close')
    while (heard.length < 2) await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGINT')
    expect((await ended)[0]).toBe(130)
    expect(said).toContain('0 memories are stored. Lines 1 to 2 were being sent and may be stored. Check before you continue from line 1')
  })

  test('a batch that fails half way tells the command that goes on', async () => {
    const results = Array.from({ length: 100 }, (_, index) => ({ index, status: 'stored', memory_id: 'm', id: 'm' }))
    const current = json(200, { agent_id: 'x', time_remaining_seconds: 21_600, duration_hours: 6 })
    const { url } = await aServer(current, json(200, { agent_id: 'x', session_id: 's', results }), current, problem(401, 'session_ended'))
    const file = join(aFolder(), "it's here.jsonl")
    writeFileSync(file, '"a memory"\n'.repeat(101))
    const there = aPerson({ ...at, url })
    const { exitCode, stderr } = await there.memanto(['remember', '--batch', file], {
      env: { MEMANTO_SESSION_TOKEN: 'e.e.e', MEMANTO_AGENT_ID: 'x' },
    })
    const quoted = file.replace("'", `'\\''`)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`100 memories are stored. Continue from line 101: tail -n +101 '${quoted}' | memanto remember --batch -\n`)
  })

  test('Ctrl-C ends a command that waits with 130', async () => {
    const { url, heard } = await aServer(() => {})
    const child = spawn(process.execPath, [BIN, 'agent', 'list'], { env: aPerson({ ...at, url }).env })
    const ended = once(child, 'close')
    while (heard.length === 0) await new Promise((resolve) => setImmediate(resolve))
    child.kill('SIGINT')
    expect((await ended)[0]).toBe(130)
  })
})

test('waits: brief where nothing listens, as long as asked where the server is busy, none where it refused', () => {
  const status = (code: number, retryAfter?: number) => ({ kind: 'status', status: code, retryAfterSeconds: retryAfter }) as const
  expect([0, 1, 2, 3].map((attempt) => waitBeforeRetry({ kind: 'refused' }, attempt))).toEqual([100, 250, 500, undefined])
  expect([0, 3, 4].map((attempt) => waitBeforeRetry({ kind: 'broken' }, attempt))).toEqual([250, 2000, undefined])
  expect([429, 502, 503, 504].map((code) => waitBeforeRetry(status(code), 0))).toEqual([250, 250, 250, 250])
  expect([400, 401, 404, 409, 422, 500, 501].map((code) => waitBeforeRetry(status(code), 0))).toEqual(Array(7).fill(undefined))
  expect([waitBeforeRetry(status(503, 7), 0), waitBeforeRetry(status(503, 16), 0), waitBeforeRetry(status(503, 1), 4)]).toEqual([
    7000,
    undefined,
    undefined,
  ])
  const now = new Date('2025-03-30T16:30:00Z')
  expect(['5', 'Sun, 30 Mar 2025 16:30:09 GMT', 'soon', null].map((header) => retryAfterSeconds(header, now))).toEqual([
    5,
    9,
    undefined,
    undefined,
  ])
})

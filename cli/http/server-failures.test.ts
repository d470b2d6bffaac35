import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newKey } from '../../lib/auth/api-key-format'
import { disconnect, type Responder, respond, respondProblem, startScriptedServer } from '../../test/cli/http-servers'
import { BIN, temporaryFolder } from '../../test/cli/process'
import { createUser } from '../../test/cli/user'

const { key } = newKey()

/** The session of an activation, with text that tries to control the terminal. */
const respondActivated = respond(200, {
  agent_id: 'x\u001b[31m',
  session_id: 'sess_1\nforged: yes',
  session_token: 'e.e.e',
  created_at: '2025-03-30T16:30:00Z',
  expires_at: '2025-03-31T22:30:00Z',
  started_at: '2025-03-30T16:30:00Z',
  time_remaining_seconds: 21_600,
  reused: false,
})

/** A user of a server that answers each request with the next responder, and further requests with the last. */
async function userOf(...responders: Responder[]) {
  const { url, received } = await startScriptedServer(...responders)
  return { user: createUser({ url, key }), received, url }
}

describe('a server that is busy or does not answer', () => {
  test('is asked again after 503, 429 and a closed connection, with the same request and Idempotency-Key', async () => {
    const { user, received } = await userOf(
      respondProblem(503, 'overloaded', { 'retry-after': '0' }),
      disconnect,
      respondProblem(429, 'too_many_attempts'),
      respondActivated,
    )
    expect(await user.memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 0, stderr: '' })
    expect(received).toHaveLength(4)
    expect(new Set(received.map(({ idempotencyKey, body }) => `${idempotencyKey} ${body}`)).size).toBe(1)
    expect(received[0]?.idempotencyKey).toMatch(/^[\w-]{36}$/)
  })

  test('is asked again after its Retry-After, unless that is too long', async () => {
    const { user, received } = await userOf(respondProblem(503, 'overloaded', { 'retry-after': '1' }), respondActivated)
    const started = performance.now()
    expect(await user.memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 0 })
    expect([received.length, performance.now() - started > 1000]).toEqual([2, true])
    const slow = await userOf(respondProblem(503, 'overloaded', { 'retry-after': '3600' }))
    expect(await slow.user.memanto(['agent', 'list'])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('It is overloaded.') })
    expect(slow.received).toHaveLength(1)
  })

  test('a long Retry-After is shown', async () => {
    const { user } = await userOf(respondProblem(429, 'too_many_attempts', { 'retry-after': '3600' }))
    expect((await user.memanto(['agent', 'list'])).stderr).toContain('Try again in 1h 0m.')
  })

  test('a refusal is final', async () => {
    const { user, received } = await userOf(respondProblem(404, 'agent_not_found'))
    expect(await user.memanto(['agent', 'activate', 'x'])).toMatchObject({ exitCode: 1 })
    expect(received).toHaveLength(1)
  })

  test('is waited for no longer than --timeout', async () => {
    const { user } = await userOf(() => {})
    const started = performance.now()
    expect(await user.memanto(['agent', 'list', '--timeout', '0.5005'])).toMatchObject({
      exitCode: 4,
      stderr: expect.stringContaining('did not answer within 0.501 s'),
    })
    expect(performance.now() - started).toBeLessThan(25_000) // without it a command waits for 30 seconds
  })

  test('a connection that is closed until the time is over is reported as closed', async () => {
    const { user } = await userOf(disconnect)
    // The last attempt in this time is long over when it ends: it begins after 0.93 s at the latest, and the next one after 1.75 s at the earliest.
    const { exitCode, stderr } = await user.memanto(['agent', 'list', '--timeout', '1.4'])
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('the connection was closed')])
  })

  test('Ctrl-C ends a command that waits, with exit code 130', async () => {
    const { user, received } = await userOf(() => {})
    const child = spawn(process.execPath, [BIN, 'agent', 'list'], { env: user.env })
    const closed = once(child, 'close')
    while (received.length === 0) await pause(5)
    child.kill('SIGINT')
    expect((await closed)[0]).toBe(130)
  })
})

describe('a server that is not a Memanto server', () => {
  const raw =
    (status: number, type: string, body: string): Responder =>
    (response: ServerResponse) =>
      response.writeHead(status, { 'content-type': type }).end(body)

  test.for([
    ['HTML', raw(200, 'text/html', '<h1>hi</h1>'), 1],
    ['incomplete JSON', raw(200, 'application/json', '{"a'), 1],
    ['a redirect', ((response) => response.writeHead(302, { location: 'https://other.example/' }).end()) as Responder, 1],
    ['502 from a proxy', raw(502, 'text/html', 'Bad Gateway'), 4],
  ] as const)('answers with %s: the command fails without output', async ([, responder, exitCode]) => {
    const { user } = await userOf(responder)
    expect(await user.memanto(['agent', 'list'])).toMatchObject({ exitCode, stdout: '' })
  })

  test.for(['null', '[]', '{"hello": 1}'])('answers with %s: the hint is to check the address', async (body) => {
    const { user } = await userOf(raw(200, 'application/json', body))
    const { exitCode, stderr } = await user.memanto(['agent', 'list'])
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/Check the address/)])
  })

  test.for([
    ['login', '--key-stdin'],
    ['config', 'set', 'api_key', key],
  ])('does not get the key of %j', async (args) => {
    const credentials: unknown[] = []
    const { user, received } = await userOf((response, request) => {
      credentials.push(request.headers.authorization, request.headers['x-api-key'])
      return respond(200, { service: 'OTHER', version: '1.0.0' })(response, request)
    })
    expect(await user.memanto(args, { input: key })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('is not a Memanto server'),
    })
    expect([received.map(({ path }) => path), credentials]).toEqual([['/health'], [undefined, undefined]])
  })

  test('redirects: the error names the new origin and nothing else of the address', async () => {
    const { user } = await userOf((response) => response.writeHead(301, { location: 'https://other.example/api?x=secret' }).end())
    const { stderr } = await user.memanto(['agent', 'list'])
    expect([stderr.includes('https://other.example'), stderr.includes('secret')]).toEqual([true, false])
  })

  test('uses no TLS, or another protocol than HTTP: the error says which', async () => {
    const { url } = await userOf(respondActivated)
    const secure = await createUser({ url: url.replace('http:', 'https:'), key }).memanto(['agent', 'list'])
    expect([secure.exitCode, secure.stderr]).toEqual([4, expect.stringContaining('try http: instead of https:')])
    const ssh = createTcpServer((socket) => socket.on('error', () => {}).end('SSH-2.0-x\r\n')).listen(0, '127.0.0.1')
    await once(ssh, 'listening')
    const { port } = ssh.address() as AddressInfo
    const { exitCode, stderr } = await createUser({ url: `http://127.0.0.1:${port}`, key }).memanto(['agent', 'list'])
    ssh.close()
    expect([exitCode, stderr]).toEqual([4, expect.stringContaining('it is not an HTTP server')])
  })
})

describe('text from the server', () => {
  test('cannot control the terminal', async () => {
    const { user } = await userOf(respondActivated)
    const { stdout } = await user.memanto(['agent', 'activate', 'x'])
    expect(stdout).toContain("agent 'x\\u001b[31m'")
    expect(stdout).toContain('Session ID:    sess_1\\nforged: yes')
    const { user: other } = await userOf(respondProblem(404, 'not_found\u202e\u0007\u009b'))
    expect((await other.memanto(['agent', 'show', 'x'])).stderr).toContain('not_found\\u202e\\u0007\\u009b')
    const asJson = await other.memanto(['agent', 'show', 'x', '--json'])
    for (const character of '\u202e\u0007\u009b') expect(asJson.stderr).not.toContain(character)
    expect(JSON.parse(asJson.stderr).detail).toContain('\u202e\u0007\u009b')
  })

  test.for([{ code: 'constructor' }, { code: 'session_ended', end_reason: 'toString' }, { code: 'invalid_request', errors: 'none' }])(
    'an unknown error is reported with its message: %j',
    async (fields) => {
      const { user } = await userOf(respond(400, { detail: 'It is odd.', type: 'x', title: 'x', status: 400, ...fields }))
      const { exitCode, stderr } = await user.memanto(['agent', 'show', 'x'])
      expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^Error: It is odd\.\n/)])
      expect(stderr).not.toMatch(/TypeError|dist\/memanto/)
    },
  )
})

describe('a batch that ends early', () => {
  const env = { MEMANTO_SESSION_TOKEN: 'e.e.e', MEMANTO_AGENT_ID: 'x' }

  test('by Ctrl-C: the message names the lines that may be stored', async () => {
    const { user, received } = await userOf(() => {})
    const child = spawn(process.execPath, [BIN, 'remember', '--batch', '-'], { env: { ...user.env, ...env } })
    let stderr = ''
    child.stderr.on('data', (data) => (stderr += data))
    child.stdin.end('"one"\n"two"')
    const closed = once(child, 'close')
    while (received.length === 0) await pause(5)
    child.kill('SIGINT')
    expect((await closed)[0]).toBe(130)
    expect(stderr).toContain('0 memories are stored. Lines 1 to 2 were being sent and may be stored. Check before you continue from line 1')
  })

  test('by an error: the message contains the command that continues', async () => {
    const results = Array.from({ length: 100 }, (_, index) => ({ index, status: 'stored', memory_id: 'm', id: 'm' }))
    const { user } = await userOf(respond(200, { agent_id: 'x', session_id: 's', results }), respondProblem(401, 'session_ended'))
    const file = join(temporaryFolder(), "it's here.jsonl")
    writeFileSync(file, '"a memory"\n'.repeat(101))
    const given = ['--type', 'goal', '--tag', 'a, b', '--tag', 'c', '--title', "Ada's", '--no-renew', '--agent', 'x']
    const quoted = file.replace("'", `'\\''`)
    const options = `--type goal --title 'Ada'\\''s' --tag 'a, b, c' --agent x --no-renew`
    const { exitCode, stderr } = await user.memanto(['remember', '--batch', file, ...given], { env })
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      `100 memories are stored. Continue from line 101: tail -n +101 '${quoted}' | memanto remember --batch - ${options}\n`,
    )
  })

  test('by an error, with --json: what is stored so far is printed before the error', async () => {
    const results = Array.from({ length: 100 }, (_, index) => ({ index, status: 'stored', memory_id: 'm', id: 'm' }))
    const { user } = await userOf(respond(200, { agent_id: 'x', session_id: 's', results }), respondProblem(401, 'session_ended'))
    const { exitCode, stdout, stderr } = await user.memanto(['remember', '--batch', '-', '--json'], {
      env,
      input: '"a memory"\n'.repeat(101),
    })
    expect([exitCode, JSON.parse(stderr).code]).toEqual([1, 'session_ended'])
    expect(JSON.parse(stdout)).toMatchObject({ agent_id: 'x', total_submitted: 100, successful: 100, failed: 0 })
  })

  test('by an error, and from standard input: the message says that the options are the same', async () => {
    const { user } = await userOf(respondProblem(401, 'session_ended'))
    const { stderr } = await user.memanto(['remember', '--batch', '-', '--type', 'goal'], { env, input: '"one"' })
    expect(stderr).toContain('0 memories are stored. Continue from line 1, with the same options\n')
  })
})

describe('an erasure of many memories that ends early', () => {
  const erasure = (ids: string[], remaining: number, receipt: string | null) =>
    respond(200, { dry_run: receipt === null, matched: 3, versions: 3, agents: [], memory_ids: ids, remaining, receipt })
  const args = ['memory', 'erase', '--text', 'x', '--yes']

  test('because a later call is refused: the ids and receipts of the earlier calls are printed before the error', async () => {
    const responders = [
      erasure([], 3, null),
      erasure(['mem_1'], 2, 'receipt-1'),
      erasure(['mem_2'], 1, 'receipt-2'),
      respondProblem(409, 'erasure_not_confirmed'),
    ]
    const inWords = await (await userOf(...responders)).user.memanto(args)
    expect(inWords).toEqual({
      exitCode: 1,
      stdout: '✓ 2 memories erased\nReceipt: receipt-1\nReceipt: receipt-2\n',
      stderr: '2 of 3 memories are erased. Erase the rest with the same command.\nError: It is erasure_not_confirmed.\n',
    })
    const asJson = await (await userOf(...responders)).user.memanto([...args, '--json'])
    expect([asJson.exitCode, JSON.parse(asJson.stdout), JSON.parse(asJson.stderr).code]).toEqual([
      1,
      { erased: 2, memory_ids: ['mem_1', 'mem_2'], receipts: ['receipt-1', 'receipt-2'] },
      'erasure_not_confirmed',
    ])
  })

  test('because the first call is refused: the message does not say that anything was erased', async () => {
    const { user } = await userOf(erasure([], 3, null), respondProblem(409, 'erasure_not_confirmed'))
    expect(await user.memanto(args)).toEqual({ exitCode: 1, stdout: '', stderr: 'Error: It is erasure_not_confirmed.\n' })
  })

  test('by a server that stops answering: the message says that more may be erased', async () => {
    const { user } = await userOf(erasure([], 3, null), () => {})
    const { exitCode, stdout, stderr } = await user.memanto([...args, '--timeout', '4'])
    expect([exitCode, stdout]).toEqual([4, ''])
    expect(stderr).toMatch(
      /^0 of 3 memories are erased\. The last call was not answered, and may have erased more: .*\nError: .*did not answer/,
    )
  })

  test.for(['SIGINT', 'SIGTERM'] as const)('by %s: the receipts so far are printed', async (signal) => {
    const { user, received } = await userOf(erasure([], 3, null), erasure(['mem_1'], 2, 'receipt-1'), () => {})
    const child = spawn(process.execPath, [BIN, ...args], { env: user.env })
    let stdout = ''
    child.stdout.on('data', (data) => (stdout += data))
    const closed = once(child, 'close')
    while (received.length < 3) await pause(5)
    child.kill(signal)
    expect((await closed)[0]).toBe(signal === 'SIGINT' ? 130 : 143)
    expect(stdout).toBe('✓ 1 memory erased\nReceipt: receipt-1\n')
  })
})

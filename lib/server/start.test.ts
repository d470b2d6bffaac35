import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { spawn as openTerminal } from '@lydell/node-pty'
import { beforeAll, describe, expect, test } from 'vitest'
import { isProcessRunning } from '../../db/temporary-paths'
import { createDatabase } from '../../test/database'
import { freePort } from '../../test/free-port'
import {
  bundled,
  cleanEnvironment,
  createDataFolder,
  type ServerProcess,
  startServer,
  waitForStatus,
  waitUntilReady,
} from '../../test/server/process'
import { TEST_SECRET } from '../../test/settings'
import { createKey, createTeam, keyIdOf } from '../../test/teams'

let database: { DATABASE_URL: string; MEMANTO_SECRET: string }

beforeAll(async () => {
  database = { DATABASE_URL: (await createDatabase()).url, MEMANTO_SECRET: TEST_SECRET }
})

const json = async (url: string) => (await fetch(url)).json() as Promise<Record<string, unknown>>

test('a server that other machines can reach without PUBLIC_URL says so, and how to prevent it', async () => {
  for (const HOST of ['0.0.0.0', '127.0.0.1']) {
    const server = await startServer({ ...database, HOST })
    await waitUntilReady(server)
    server.child.kill('SIGINT')
    await server.ended()
    expect(server.said().stdout.includes('HOST=127.0.0.1 npm start')).toBe(HOST === '0.0.0.0')
  }
})

describe('settings that are refused, with a sentence and without a stack', () => {
  test.each([
    ['an empty secret', { MEMANTO_SECRET: '' }, /^MEMANTO_SECRET must be set if DATABASE_URL is set/],
    ['a short secret', { MEMANTO_SECRET: 'hunter2' }, /^MEMANTO_SECRET must be at least 32 bytes long/],
    ['a secret of one letter', { MEMANTO_SECRET: 'x'.repeat(64) }, /^MEMANTO_SECRET is too easy to guess/],
    ['a short secret for logins', { NEXTAUTH_SECRET: 'hunter2' }, /^NEXTAUTH_SECRET must be at least 32 bytes long/],
    ['a short previous secret', { MEMANTO_SECRET_PREVIOUS: 'hunter2' }, /^MEMANTO_SECRET_PREVIOUS must be at least 32 bytes long/],
    ['a short token for metrics', { METRICS_TOKEN: 'hunter2hunter2hunter2' }, /^METRICS_TOKEN must be at least 32 bytes long/],
    [
      'a public address with a path',
      { PUBLIC_URL: 'https://example.com/hunter2' },
      /^PUBLIC_URL must not include a path, query, user or password/,
    ],
    [
      'a public address with a password',
      { PUBLIC_URL: 'https://ada:hunter2@example.com' },
      /^PUBLIC_URL must not include a path, query, user or/,
    ],
    ['a port that is none', { PORT: '80a' }, /^PORT must be a whole number/],
    ['a wrong network', { TRUST_PROXY: 'everyone' }, /^TRUST_PROXY must be/],
    ['a host of another machine', { HOST: '192.0.2.1' }, /^HOST=192\.0\.2\.1 is not an address of this machine/],
  ])('%s', async (_name, env, sentence) => {
    const server = await startServer({ ...database, ...env })
    expect(await server.ended()).toBe(1)
    const { stderr } = server.said()
    expect(stderr).toMatch(sentence)
    expect(stderr).not.toMatch(/hunter2|xxxx|\n\s+at /)
  })

  test('a taken port', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const server = await startServer({ ...database, PORT: String(port) })
    expect(await server.ended()).toBe(1)
    expect(server.said().stderr).toMatch(new RegExp(`^Port ${port} is in use by .*PORT=${port + 1} npm start\n$`))
    other.close()
  })

  test('a database that refuses the user', async () => {
    const wrong = new URL(database.DATABASE_URL)
    wrong.pathname = '/no_such_database'
    const server = await startServer({ ...database, DATABASE_URL: wrong.href })
    expect(await server.ended()).toBe(1)
    expect(server.said().stderr).toContain('no_such_database')
    expect(server.said().stderr).not.toContain(wrong.password)
  })
})

describe('stopping', () => {
  /** How many requests `slow` of the server has begun to answer. */
  const slowBegun = async ({ url }: ServerProcess) => (await json(`${url}/api/v2/slow-begun`)).begun

  test('on SIGTERM requests in flight finish, /ready says 503 meanwhile, and nothing is left', async () => {
    const server = await waitUntilReady(await startServer(database))
    const slow = json(`${server.url}/api/v2/slow?ms=4000`)
    await expect.poll(() => slowBegun(server)).toBe(1)
    server.child.kill('SIGTERM')
    await waitForStatus(server, '/ready', 503)
    expect((await fetch(`${server.url}/health`)).headers.get('connection')).toBe('close')
    expect(await slow).toEqual({ slept: true })
    expect(await server.ended()).toBe(0)
  })

  test('on SIGTERM an idle server still says 503 to a load balancer for a while; after Ctrl-C it ends at once', async () => {
    const [service, interactive] = await Promise.all(
      (await Promise.all([startServer(database), startServer(database)])).map(waitUntilReady),
    )
    const order: string[] = []
    const noteEnd = (name: string, server = service) => server?.ended().then(() => order.push(name))
    const ends = [noteEnd('service'), noteEnd('interactive', interactive)]
    interactive?.child.kill('SIGINT')
    service?.child.kill('SIGTERM')
    if (service) await waitForStatus(service, '/ready', 503)
    await Promise.all(ends)
    expect(order).toEqual(['interactive', 'service'])
    expect(await Promise.all([service?.ended(), interactive?.ended()])).toEqual([0, 0])
  })

  test('calls that the request log does not have yet are written before the process ends', async () => {
    const { db, url } = await createDatabase()
    const teamId = await createTeam(db)
    const key = await createKey(db, teamId)
    const server = await waitUntilReady(await startServer({ ...database, DATABASE_URL: url }))
    const { headers } = await fetch(`${server.url}/api/v2/agents`, { headers: { authorization: `Bearer ${key}` } })
    server.child.kill('SIGINT')
    expect(await server.ended()).toBe(0)
    const rows = await db.selectFrom('request_log').select(['id', 'key_id', 'address']).where('team_id', '=', teamId).execute()
    expect(rows).toEqual([{ id: headers.get('x-request-id'), key_id: keyIdOf(key), address: '127.0.0.1' }])
  })

  test('a request that never ends delays the stop for a limited time, and a second signal stops at once', async () => {
    const server = await waitUntilReady(await startServer(database))
    const slow = fetch(`${server.url}/api/v2/slow?ms=60000`).catch(() => 'cut off')
    await expect.poll(() => slowBegun(server)).toBe(1)
    server.child.kill('SIGINT')
    server.child.kill('SIGINT') // npm passes a Ctrl-C on
    await waitForStatus(server, '/ready', 503)
    await pause(700) // a signal counts as a second one from half a second on
    expect(server.child.exitCode).toBe(null)
    server.child.kill('SIGINT')
    expect(await server.ended()).toBe(1)
    expect(await slow).toBe('cut off')
  })

  test('a shell that repeats the signal of the closed terminal interrupts nothing', async () => {
    const server = await waitUntilReady(await startServer(database))
    const slow = json(`${server.url}/api/v2/slow?ms=4000`)
    await expect.poll(() => slowBegun(server)).toBe(1)
    server.child.kill('SIGHUP')
    await waitForStatus(server, '/ready', 503)
    await pause(700)
    server.child.kill('SIGHUP')
    expect(await slow).toEqual({ slept: true })
    expect(await server.ended()).toBe(0)
  })

  test('closing the terminal stops the server and its database, though nothing can be printed any more', async () => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const terminal = openTerminal(process.execPath, [bundled('test-server')], {
      env: { ...cleanEnvironment(), PORT: String(await freePort()), HOST: '127.0.0.1', MEMANTO_DATA_DIR } as Record<string, string>,
    })
    let said = ''
    terminal.onData((text) => {
      said += text
    })
    while (!said.includes('is ready')) await pause(20)
    const postmaster = Number.parseInt(readFileSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'), 'utf8'), 10)
    ;(terminal as unknown as { destroy(): void }).destroy() // the kernel sends SIGHUP, and every write fails from now on
    while (isProcessRunning(terminal.pid)) await pause(20)
    expect(existsSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)
    while (isProcessRunning(postmaster)) await pause(20)
  })

  test('after an uncaught error the process ends, and logs where it happened', async () => {
    const server = await waitUntilReady(await startServer(database))
    await fetch(`${server.url}/api/v2/crash`, { method: 'POST' })
    expect(await server.ended()).toBe(1)
    expect(server.said().stdout).toContain('uncaught exception')
  })
})

describe('without any setting', () => {
  test('two first starts at once share one database and one secret, which the next start uses too', async () => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const pair = await Promise.all(
      (await Promise.all([startServer({ MEMANTO_DATA_DIR }), startServer({ MEMANTO_DATA_DIR })])).map(waitUntilReady),
    )
    const prints = await Promise.all(pair.map(({ url }) => json(`${url}/api/v2/secret-print`)))
    const file = join(MEMANTO_DATA_DIR, 'secret')
    const secret = readFileSync(file, 'utf8')
    expect(prints[0]).toEqual(prints[1])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const { child } of pair) child.kill('SIGINT')
    expect(await Promise.all(pair.map((server) => server.ended()))).toEqual([0, 0])
    expect(existsSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)

    const again = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    expect(await json(`${again.url}/api/v2/secret-print`)).toEqual(prints[0])
    expect(readFileSync(file, 'utf8')).toBe(secret)
    // It is ready before it has printed everything.
    await expect.poll(() => again.said().stdout).toContain('npm run -s admin -- bootstrap')
  })

  test('it recovers after everything was killed', async () => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const server = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    const [postmaster] = readFileSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'), 'utf8').split('\n')
    server.child.kill('SIGKILL')
    process.kill(Number(postmaster), 'SIGKILL')
    await server.ended()
    const again = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    expect(await json(`${again.url}/api/v2/database`)).toEqual({ answered: true })
  })

  test.each([
    ['cut short', 'short', 'must be at least 32 bytes long'],
    ['overwritten with one letter', 'x'.repeat(64), 'is too easy to guess'],
  ])('a secret file that was %s is not replaced silently', async (_how, content, sentence) => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const first = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    first.child.kill('SIGINT')
    await first.ended()
    writeFileSync(join(MEMANTO_DATA_DIR, 'secret'), content)
    const server = await startServer({ MEMANTO_DATA_DIR })
    expect(await server.ended()).toBe(1)
    expect(existsSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)
    expect(server.said().stderr).toContain(sentence)
    expect(server.said().stderr).not.toContain('xxxx')
  })

  test('a secret file that cannot be read is not replaced silently', async () => {
    const MEMANTO_DATA_DIR = createDataFolder()
    const first = await waitUntilReady(await startServer({ MEMANTO_DATA_DIR }))
    first.child.kill('SIGINT')
    await first.ended()
    rmSync(join(MEMANTO_DATA_DIR, 'secret'))
    mkdirSync(join(MEMANTO_DATA_DIR, 'secret'))
    const unreadable = await startServer({ MEMANTO_DATA_DIR })
    expect(await unreadable.ended()).toBe(1)
    expect(existsSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)
    expect(unreadable.said().stderr).toMatch(
      /^The secret that signs session tokens is stored in .*cannot read or write \(EISDIR\)\. Grant access to it, or set MEMANTO_SECRET\.\n$/,
    )
  })
})

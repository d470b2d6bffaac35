import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../../db/testing'
import { TEST_SECRET } from '../testing'
import { freePort } from './testing-port'
import { dataFolder, ready, startServer, untilAnswers } from './testing-processes'

let database: { DATABASE_URL: string; MEMANTO_SECRET: string }

beforeAll(async () => {
  database = { DATABASE_URL: (await testDatabase()).url, MEMANTO_SECRET: TEST_SECRET }
})

const json = async (url: string) => (await fetch(url)).json() as Promise<Record<string, unknown>>

describe('settings that are refused, with a sentence and without a stack', () => {
  test.each([
    ['T1: an empty secret', { MEMANTO_SECRET: '' }, /^MEMANTO_SECRET must be set if DATABASE_URL is set/],
    ['T1: a short secret', { MEMANTO_SECRET: 'hunter2' }, /^MEMANTO_SECRET must be at least 32 bytes long/],
    ['T1: a secret of one letter', { MEMANTO_SECRET: 'x'.repeat(64) }, /^MEMANTO_SECRET is too easy to guess/],
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

  test('a database that knows us not', async () => {
    const wrong = new URL(database.DATABASE_URL)
    wrong.pathname = '/no_such_database'
    const server = await startServer({ ...database, DATABASE_URL: wrong.href })
    expect(await server.ended()).toBe(1)
    expect(server.said().stderr).toContain('no_such_database')
    expect(server.said().stderr).not.toContain(wrong.password)
  })
})

describe('stopping', () => {
  test('on SIGTERM requests in flight finish, /ready says 503 meanwhile, and nothing is left', async () => {
    const server = await ready(await startServer(database))
    const slow = json(`${server.url}/api/v2/slow?ms=1200`)
    await pause(200)
    server.child.kill('SIGTERM')
    await untilAnswers(server, '/ready', 503)
    expect((await fetch(`${server.url}/health`)).headers.get('connection')).toBe('close')
    expect(await slow).toEqual({ slept: true })
    expect(await server.ended()).toBe(0)
  })

  test('a request that never ends holds nobody up for ever, and a second signal nobody at all', async () => {
    const server = await ready(await startServer(database))
    const slow = fetch(`${server.url}/api/v2/slow?ms=60000`).catch(() => 'cut off')
    await pause(200)
    server.child.kill('SIGINT')
    server.child.kill('SIGINT') // npm passes a Ctrl-C on
    await pause(700)
    expect(server.child.exitCode).toBe(null)
    server.child.kill('SIGINT')
    expect(await server.ended()).toBe(1)
    expect(await slow).toBe('cut off')
  })

  test('after an error that nobody caught the process ends, having told where', async () => {
    const server = await ready(await startServer(database))
    await fetch(`${server.url}/api/v2/crash`, { method: 'POST' })
    expect(await server.ended()).toBe(1)
    expect(server.said().stdout).toContain('uncaught exception')
  })
})

describe('without any setting', () => {
  test('T2, T3: two first starts at once share one database and one secret, which outlives them', async () => {
    const MEMANTO_DATA_DIR = dataFolder()
    const pair = await Promise.all((await Promise.all([startServer({ MEMANTO_DATA_DIR }), startServer({ MEMANTO_DATA_DIR })])).map(ready))
    const prints = await Promise.all(pair.map(({ url }) => json(`${url}/api/v2/secret-print`)))
    const file = join(MEMANTO_DATA_DIR, 'secret')
    const secret = readFileSync(file, 'utf8')
    expect(prints[0]).toEqual(prints[1])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    for (const { child } of pair) child.kill('SIGTERM')
    expect(await Promise.all(pair.map((server) => server.ended()))).toEqual([0, 0])
    expect(existsSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'))).toBe(false)

    const again = await ready(await startServer({ MEMANTO_DATA_DIR }))
    expect(await json(`${again.url}/api/v2/secret-print`)).toEqual(prints[0])
    expect(readFileSync(file, 'utf8')).toBe(secret)
    expect(again.said().stdout).toContain('npm run -s admin -- bootstrap')
  })

  test('T44: it heals after everything was killed', async () => {
    const MEMANTO_DATA_DIR = dataFolder()
    const server = await ready(await startServer({ MEMANTO_DATA_DIR }))
    const [postmaster] = readFileSync(join(MEMANTO_DATA_DIR, 'postgres/postmaster.pid'), 'utf8').split('\n')
    server.child.kill('SIGKILL')
    process.kill(Number(postmaster), 'SIGKILL')
    await server.ended()
    const again = await ready(await startServer({ MEMANTO_DATA_DIR }))
    expect(await json(`${again.url}/api/v2/database`)).toEqual({ answered: true })
  })

  test('a secret file that was cut short is not replaced in silence', async () => {
    const MEMANTO_DATA_DIR = dataFolder()
    const first = await ready(await startServer({ MEMANTO_DATA_DIR }))
    first.child.kill('SIGTERM')
    await first.ended()
    writeFileSync(join(MEMANTO_DATA_DIR, 'secret'), 'short')
    const server = await startServer({ MEMANTO_DATA_DIR })
    expect(await server.ended()).toBe(1)
    expect(server.said().stderr).toContain('too short')
  })
})

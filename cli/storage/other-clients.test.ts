import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { newKey } from '../../lib/auth/api-key-format'
import { test } from '../../test/cli/fixtures'
import type { TestServer } from '../../test/cli/server'
import { type CliUser, createUser } from '../../test/cli/user'
import { freePort } from '../../test/free-port'
import type { RankedMemory, Session } from '../http/client'
import { withServer } from './yaml-server'

const readText = (user: CliUser, name: string) => readFileSync(join(user.home, name), 'utf8')
const login = (user: CliUser, { url, key }: TestServer) => user.memanto(['login', '--url', url, '--key-stdin'], { input: key })
const portOf = ({ url }: TestServer) => new URL(url).port

/** Creates a user whose home folder contains these files. */
function createUserWith(files: Record<string, string>): CliUser {
  const user = createUser()
  mkdirSync(user.home, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(user.home, name), text)
  return user
}

describe('login writes the files of other Memanto clients', () => {
  test('with the key and the server, readable by their owner only', async ({ server }) => {
    const user = createUser()
    expect(await login(user, server)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(readText(user, '.env')).toBe(`MOORCHEH_API_KEY=${server.key}\n`)
    expect(readText(user, 'config.yaml')).toBe(`memanto:\n  server:\n    url: 127.0.0.1\n    port: ${portOf(server)}\n`)
    for (const name of ['.env', 'config.yaml']) expect(statSync(join(user.home, name)).mode & 0o777).toBe(0o600)
  })

  test('and keeps everything else in them', async ({ server }) => {
    const env = '# MEMANTO Environment\r\nSUPERMEMORY_API_KEY=\'abc\'\r\n\r\nMOORCHEH_API_KEY="not one of ours"\r\n'
    const yaml =
      'memanto:\n  backend: cloud\n  server:\n    url: localhost\n    port: 8000\n    auto_start: true\n  active_agent_id: helper\nother: 1\n'
    const user = createUserWith({ '.env': env, 'config.yaml': yaml })
    const { exitCode, stderr } = await login(user, server)
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('contained another MOORCHEH_API_KEY: it was kept as a comment')])
    const kept = '# MEMANTO Environment\nSUPERMEMORY_API_KEY=\'abc\'\n\n# MOORCHEH_API_KEY="not one of ours"\n'
    expect(readText(user, '.env')).toBe(`${kept}MOORCHEH_API_KEY=${server.key}\n`)
    expect(readText(user, 'config.yaml')).toBe(yaml.replace('localhost', '127.0.0.1').replace('8000', portOf(server)))
    expect(await login(user, server)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(readText(user, '.env')).toBe(`${kept}MOORCHEH_API_KEY=${server.key}\n`)
    await user.memanto(['logout'])
    expect(readText(user, '.env')).toBe(kept)
  })

  test('or, if it cannot change one, says so and signs in', async ({ server }) => {
    const user = createUserWith({ 'config.yaml': 'memanto: {server: {url: localhost}}\n' })
    expect(await login(user, server)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('set memanto.server there yourself') })
    expect(readText(user, 'config.yaml')).toBe('memanto: {server: {url: localhost}}\n')
    const another = createUser()
    mkdirSync(join(another.home, '.env'), { recursive: true })
    expect(await login(another, server)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Not saved: the address and the key for other'),
    })
    expect(await another.memanto(['agent', 'list'])).toMatchObject({ exitCode: 0 })
  })
})

test.each([
  ['http://localhost:8000', 'url: localhost', 'port: 8000'],
  ['http://127.0.0.1', 'url: 127.0.0.1', 'port: 80'],
  ['http://192.168.1.5:8000', 'url: "http://192.168.1.5:8000"', 'port: 8000'],
  ['https://memanto.example.com', 'url: "https://memanto.example.com"', 'port: 443'],
])('the server %s is written as %s and %s', (serverUrl, url, number) => {
  expect(withServer('', serverUrl)).toBe(`memanto:\n  server:\n    ${url}\n    ${number}\n`)
})

test.each([
  ['other: 1\n', 'other: 1\nmemanto:\n  server:\n    url: localhost\n    port: 1\n'],
  ['memanto:\n', 'memanto:\n  server:\n    url: localhost\n    port: 1\n'],
  ['memanto:\n    a: 1\n', 'memanto:\n    server:\n        url: localhost\n        port: 1\n    a: 1\n'],
  [
    '# mine\nmemanto: # ours\n  a: 1\n\n  server:\n    proxy:\n      url: x\n    "port": 9\n\nother:\n  server: 2\n',
    '# mine\nmemanto: # ours\n  a: 1\n\n  server:\n    url: localhost\n    port: 1\n    proxy:\n      url: x\n\nother:\n  server: 2\n',
  ],
])('only the address in a config.yaml changes (%#)', (before, after) => {
  expect(withServer(before, 'http://localhost:1')).toBe(after)
  expect(withServer(after, 'http://localhost:1')).toBe(after)
})

test.each(['{memanto: {}}\n', 'memanto: {}\n', '"memanto":\n  a: 1\n', 'memanto:\n  server: {url: x}\n', 'memanto:\n\tserver:\n'])(
  'a config.yaml that is not written in plain blocks is not changed (%#)',
  (yaml) => {
    expect(withServer(yaml, 'http://localhost:1')).toBeUndefined()
  },
)

describe('commands of other Memanto clients', () => {
  test('config set api-key stores a key that the server accepts', async ({ server }) => {
    const user = createUser({ url: server.url })
    const { exitCode, stdout, stderr } = await user.memanto(['config', 'set', 'api-key', server.key])
    expect([exitCode, stdout]).toEqual([0, `✓ api_key is now mk_live_…${server.key.slice(-4)}\n`])
    expect(stderr).toContain('Use memanto login to enter it')
    expect(stdout + stderr).not.toContain(server.key)
    expect(user.config().api_key).toBe(server.key)
    expect(readText(user, '.env')).toContain(server.key)
  })

  test('config set api-key stores no other key', async ({ server }) => {
    const user = createUser({ url: server.url })
    for (const key of [newKey().key, 'mk_live_typo']) {
      const { exitCode, stderr } = await user.memanto(['config', 'set', 'api-key', key])
      expect([exitCode, stderr.includes(key)]).toEqual([3, false])
    }
    const env = { MEMANTO_URL: `http://127.0.0.1:${await freePort()}` }
    expect(await user.memanto(['config', 'set', 'api_key', server.key], { env })).toMatchObject({ exitCode: 4 })
    expect(() => user.config()).toThrow('ENOENT')
  })

  test('config set server-url sets server_url', async ({ server }) => {
    const user = createUser()
    await user.memanto(['config', 'set', 'server-url', server.url])
    expect(user.config()).toEqual({ server_url: server.url })
    expect(readText(user, 'config.yaml')).toContain(`port: ${portOf(server)}`)
  })

  test('agent activate --duration-hours, remember --tags and recall --tags work', async ({ user }) => {
    const session = await user.json<Session>('agent', 'activate', 'compatible', '--create', '--duration-hours', '2')
    expect(session.duration_hours).toBe(2)
    expect(await user.memanto(['agent', 'activate', 'compatible', '--hours', '1', '--duration-hours', '2'])).toMatchObject({
      exitCode: 2,
    })
    await user.memanto(['remember', 'tagged', '--tags', 'a,"b, c"', '--tag', 'd'])
    const { memories } = await user.json<{ memories: RankedMemory[] }>('recall', '--recent', '--tags', '"b, c"')
    expect(memories).toEqual([expect.objectContaining({ content: 'tagged', tags: ['d', 'a', 'b, c'] })])
  })

  test('serve says how to start a server, with the requested address', async () => {
    const { exitCode, stdout, stderr } = await createUser().memanto(['serve', '--host', '127.0.0.1', '--port', '8123', '--reload', 'x'])
    expect([exitCode, stdout, stderr.split('\n').at(-2)]).toEqual([
      1,
      '',
      'Start it in the Memanto project folder: npm ci, then HOST=127.0.0.1 PORT=8123 npm start',
    ])
    expect((await createUser().memanto(['serve', '--port', '80; rm -rf x'])).stderr).not.toContain('rm -rf')
  })
})

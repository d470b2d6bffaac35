import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { newKey } from '../../lib/auth/api-key-format'
import { freePort } from '../../lib/server/testing-port'
import { aPerson, openWorld, type Person } from '../../test/cli/person'
import type { RankedMemory, Session } from '../http/client'
import { withServer } from './yaml-server'

let at: { url: string; key: string }
let port: string

beforeAll(async () => {
  at = await openWorld()
  ;({ port } = new URL(at.url))
})

const decodeText = (person: Person, name: string) => readFileSync(join(person.home, name), 'utf8')
const login = (person: Person) => person.memanto(['login', '--url', at.url, '--key-stdin'], { input: at.key })

/** Somebody in whose home these files are already. */
function someoneWith(files: Record<string, string>): Person {
  const person = aPerson()
  mkdirSync(person.home, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(person.home, name), text)
  return person
}

describe('login writes what other Memanto clients read', () => {
  test('the key and the server, for their owner only', async () => {
    const person = aPerson()
    expect(await login(person)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(decodeText(person, '.env')).toBe(`MOORCHEH_API_KEY=${at.key}\n`)
    expect(decodeText(person, 'config.yaml')).toBe(`memanto:\n  server:\n    url: 127.0.0.1\n    port: ${port}\n`)
    for (const name of ['.env', 'config.yaml']) expect(statSync(join(person.home, name)).mode & 0o777).toBe(0o600)
  })

  test('and keeps all else that stands in the files', async () => {
    const env = '# MEMANTO Environment\r\nSUPERMEMORY_API_KEY=\'abc\'\r\n\r\nMOORCHEH_API_KEY="not one of ours"\r\n'
    const yaml =
      'memanto:\n  backend: cloud\n  server:\n    url: localhost\n    port: 8000\n    auto_start: true\n  active_agent_id: helper\nother: 1\n'
    const person = someoneWith({ '.env': env, 'config.yaml': yaml })
    const { exitCode, stderr } = await login(person)
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('contained another MOORCHEH_API_KEY: it was kept as a comment')])
    const kept = '# MEMANTO Environment\nSUPERMEMORY_API_KEY=\'abc\'\n\n# MOORCHEH_API_KEY="not one of ours"\n'
    expect(decodeText(person, '.env')).toBe(`${kept}MOORCHEH_API_KEY=${at.key}\n`)
    expect(decodeText(person, 'config.yaml')).toBe(yaml.replace('localhost', '127.0.0.1').replace('8000', port))
    expect(await login(person)).toMatchObject({ exitCode: 0, stderr: '' })
    expect(decodeText(person, '.env')).toBe(`${kept}MOORCHEH_API_KEY=${at.key}\n`)
    await person.memanto(['logout'])
    expect(decodeText(person, '.env')).toBe(kept)
  })

  test('what it cannot change it leaves, says so, and signs in all the same', async () => {
    const person = someoneWith({ 'config.yaml': 'memanto: {server: {url: localhost}}\n' })
    expect(await login(person)).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('set memanto.server there yourself') })
    expect(decodeText(person, 'config.yaml')).toBe('memanto: {server: {url: localhost}}\n')
    const another = aPerson()
    mkdirSync(join(another.home, '.env'), { recursive: true })
    expect(await login(another)).toMatchObject({
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
])('in a config.yaml the address is changed and nothing else (%#)', (before, after) => {
  expect(withServer(before, 'http://localhost:1')).toBe(after)
  expect(withServer(after, 'http://localhost:1')).toBe(after)
})

test.each(['{memanto: {}}\n', 'memanto: {}\n', '"memanto":\n  a: 1\n', 'memanto:\n  server: {url: x}\n', 'memanto:\n\tserver:\n'])(
  'a config.yaml that is not written in plain blocks is left alone (%#)',
  (yaml) => {
    expect(withServer(yaml, 'http://localhost:1')).toBeUndefined()
  },
)

describe('what other Memanto clients write is requireJson', () => {
  test('config set api-key keeps a key that the server knows', async () => {
    const person = aPerson({ url: at.url })
    const { exitCode, stdout, stderr } = await person.memanto(['config', 'set', 'api-key', at.key])
    expect([exitCode, stdout]).toEqual([0, `✓ api_key is now mk_live_…${at.key.slice(-4)}\n`])
    expect(stderr).toContain('Use memanto login to enter it')
    expect(stdout + stderr).not.toContain(at.key)
    expect(person.config().api_key).toBe(at.key)
    expect(decodeText(person, '.env')).toContain(at.key)
  })

  test('config set api-key keeps no other', async () => {
    const person = aPerson({ url: at.url })
    for (const key of [newKey().key, 'mk_live_typo']) {
      const { exitCode, stderr } = await person.memanto(['config', 'set', 'api-key', key])
      expect([exitCode, stderr.includes(key)]).toEqual([3, false])
    }
    const env = { MEMANTO_URL: `http://127.0.0.1:${await freePort()}` }
    expect(await person.memanto(['config', 'set', 'api_key', at.key], { env })).toMatchObject({ exitCode: 4 })
    expect(() => person.config()).toThrow('ENOENT')
  })

  test('config set server-url is server_url', async () => {
    const person = aPerson()
    await person.memanto(['config', 'set', 'server-url', at.url])
    expect(person.config()).toEqual({ server_url: at.url })
    expect(decodeText(person, 'config.yaml')).toContain(`port: ${port}`)
  })

  test('agent activate --duration-hours, remember --tags, recall --tags', async () => {
    const person = aPerson(at)
    const session = await person.json<Session>('agent', 'activate', 'compatible', '--create', '--duration-hours', '2')
    expect(session.duration_hours).toBe(2)
    expect(await person.memanto(['agent', 'activate', 'compatible', '--hours', '1', '--duration-hours', '2'])).toMatchObject({
      exitCode: 2,
    })
    await person.memanto(['remember', 'tagged', '--tags', 'a,"b, c"', '--tag', 'd'])
    const { memories } = await person.json<{ memories: RankedMemory[] }>('recall', '--recent', '--tags', '"b, c"')
    expect(memories).toEqual([expect.objectContaining({ content: 'tagged', tags: ['d', 'a', 'b, c'] })])
  })

  test('serve tells how a server is started, with the address that was asked for', async () => {
    const { exitCode, stdout, stderr } = await aPerson().memanto(['serve', '--host', '127.0.0.1', '--port', '8123', '--reload', 'x'])
    expect([exitCode, stdout, stderr.split('\n').at(-2)]).toEqual([
      1,
      '',
      'Start it in the Memanto project folder: npm ci, then HOST=127.0.0.1 PORT=8123 npm start',
    ])
    expect((await aPerson().memanto(['serve', '--port', '80; rm -rf x'])).stderr).not.toContain('rm -rf')
  })
})

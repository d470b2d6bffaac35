import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Session } from './client'
import { aFolder, aPerson, BIN, openWorld, type Person, run } from './testing'

let at: { url: string; key: string }

beforeAll(async () => {
  at = await openWorld()
})

const activate = (person: Person, agent: string) => person.json<Session>('agent', 'activate', agent, '--create')
const sessionFile = (person: Person, agent: string) => JSON.parse(readFileSync(join(person.home, 'sessions', `${agent}.json`), 'utf8'))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('an activation is kept in config.json and in a file of the session, readable by their owner only', async () => {
  const person = aPerson(at)
  const session = await activate(person, 'kept')
  const { session_id, session_token, expires_at, started_at } = session
  expect(person.config()).toEqual({
    active_agent_id: 'kept',
    active_session_token: session_token,
    sessions: { kept: { session_id, session_token, expires_at } },
  })
  const file = sessionFile(person, 'kept')
  expect(file).toMatchObject({ agent_id: 'kept', session_id, session_token, started_at, expires_at, status: 'active' })
  expect([person.home, join(person.home, 'sessions')].map(modeOf)).toEqual(['700', '700'])
  expect([join(person.home, 'config.json'), join(person.home, 'sessions/kept.json')].map(modeOf)).toEqual(['600', '600'])
  expect(readdirSync(person.home).sort()).toEqual(['config.json', 'sessions'])
  await person.memanto(['agent', 'deactivate'])
  expect(sessionFile(person, 'kept')).toMatchObject({ session_id, status: 'inactive' })
  expect(person.config()).toEqual({ sessions: {} })
})

test('fields of other programs stay', async () => {
  const person = aPerson(at)
  mkdirSync(join(person.home, 'sessions'), { recursive: true })
  writeFileSync(join(person.home, 'config.json'), '{"theme": "dark", "sessions": {"other": {"mine": 1}, "kept": {"note": "n"}}}')
  writeFileSync(join(person.home, 'sessions/kept.json'), '{"pattern_hint": 7}')
  await activate(person, 'kept')
  expect(person.config()).toMatchObject({
    theme: 'dark',
    sessions: { other: { mine: 1 }, kept: { note: 'n', session_id: expect.any(String) } },
  })
  expect(sessionFile(person, 'kept')).toMatchObject({ pattern_hint: 7, status: 'active' })
})

test('a session that another client keeps in its file is used', async () => {
  const [one, other] = [aPerson(at), aPerson(at)]
  const { session_token } = await activate(one, 'of-another-client')
  mkdirSync(join(other.home, 'sessions'), { recursive: true })
  writeFileSync(join(other.home, 'sessions/of-another-client.json'), JSON.stringify({ agent_id: 'of-another-client', session_token }))
  const { exitCode } = await other.memanto(['remember', 'shared', '--agent', 'of-another-client'], { env: { MEMANTO_API_KEY: undefined } })
  expect(exitCode).toBe(0)
})

describe('several agents are active at once', () => {
  test('--agent picks, then MEMANTO_AGENT_ID, then the last activated', async () => {
    const person = aPerson(at)
    for (const agent of ['first', 'second', 'third']) await activate(person, agent)
    const asked = async (args: string[], env = {}) =>
      JSON.parse((await person.memanto(['session', 'info', '--json', ...args], { env })).stdout).agent_id
    expect(await asked([])).toBe('third')
    expect(await asked([], { MEMANTO_AGENT_ID: 'second' })).toBe('second')
    expect(await asked(['--agent', 'first'], { MEMANTO_AGENT_ID: 'second' })).toBe('first')
    await person.memanto(['config', 'set', 'active_agent_id', 'first'])
    expect(await asked([])).toBe('first')
    await person.memanto(['agent', 'deactivate'])
    const undecided = await person.memanto(['remember', 'for whom'])
    expect(undecided).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Sessions on this machine: second, third') })
  })

  test('the environment wins over the file', async () => {
    const person = aPerson(at)
    const token = (await activate(aPerson(at), 'by-env')).session_token
    await activate(person, 'by-file')
    const env = { MEMANTO_SESSION_TOKEN: token, MEMANTO_API_KEY: undefined }
    const info = async (more: object, ...args: string[]) =>
      JSON.parse((await person.memanto(['session', 'info', '--json', ...args], { env: { ...env, ...more } })).stdout).agent_id
    expect(await info({})).toBe('by-env')
    expect(await info({}, '--agent', 'by-file')).toBe('by-file')
    expect(await info({ MEMANTO_AGENT_ID: 'by-env' })).toBe('by-env')
    expect(await person.memanto(['agent', 'list'], { env: { MEMANTO_API_KEY: undefined, MOORCHEH_API_KEY: at.key } })).toMatchObject({
      exitCode: 0,
    })
  })

  test('an agent may have a name that JavaScript knows', async () => {
    const person = aPerson(at)
    for (const agent of ['__proto__', 'constructor', 'toString']) {
      const { exitCode, stderr } = await person.memanto(['remember', 'x', '--agent', agent])
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No session of agent')])
      await activate(person, agent)
      expect(await person.json('session', 'info', '--agent', agent)).toMatchObject({ agent_id: agent })
    }
    expect(Object.keys(person.config().sessions as object).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })
})

test('ten commands at once lose nothing', async () => {
  const person = aPerson(at)
  const agents = Array.from({ length: 10 }, (_, index) => `crowd-${index}`)
  const sessions = await Promise.all(agents.map((agent) => activate(person, agent)))
  const kept = person.config().sessions as Record<string, { session_id: string }>
  expect(agents.map((agent) => kept[agent]?.session_id)).toEqual(sessions.map(({ session_id }) => session_id))
  const ended = await Promise.all(agents.map((agent) => person.memanto(['agent', 'deactivate', agent])))
  expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(agents.map(() => [0, '']))
  expect(person.config()).toEqual({ sessions: {} })
  expect(readdirSync(person.home).sort()).toEqual(['config.json', 'sessions'])
})

describe('a lock that was left behind', () => {
  const gone = spawnSync(process.execPath, ['-e', '']).pid

  test.each([
    ['of a process that is gone', `${gone} ${hostname()} x`, 0],
    ['of another machine, long ago', '1 elsewhere x', 60],
    ['that is empty, long ago', '', 60],
  ])('%s holds nobody up', async (_name, content, ageSeconds) => {
    const person = aPerson(at)
    mkdirSync(person.home, { recursive: true })
    const lock = join(person.home, '.lock')
    writeFileSync(lock, content)
    const then = Date.now() / 1000 - ageSeconds
    utimesSync(lock, then, then)
    const results = await Promise.all(
      ['one', 'two', 'three'].map((agent) => person.memanto(['agent', 'activate', agent, '--create', '--on-active', 'replace'])),
    )
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([1, 2, 3].map(() => [0, '']))
    expect(Object.keys(person.config().sessions as object)).toHaveLength(3)
  })
})

describe('a corrupt config.json', () => {
  test.each(['{"server_url": "http', '', '[]', '"text"', '\u0000\u0000'])('%j is kept aside, and the command goes on', async (content) => {
    const person = aPerson(at)
    mkdirSync(person.home, { recursive: true })
    writeFileSync(join(person.home, 'config.json'), content)
    const { exitCode, stderr } = await person.memanto(['agent', 'activate', 'after-corruption', '--create'])
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/was not valid JSON\. It was renamed to config\.json\.corrupt-\d{4}-/)])
    const aside = readdirSync(person.home).find((name) => name.startsWith('config.json.corrupt-')) ?? ''
    expect(readFileSync(join(person.home, aside), 'utf8')).toBe(content)
    expect(person.config()).toMatchObject({ active_agent_id: 'after-corruption' })
    expect(await person.memanto(['session', 'info'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('fields of a wrong type count as absent, and are named', async () => {
    const person = aPerson(at)
    mkdirSync(person.home, { recursive: true })
    writeFileSync(
      join(person.home, 'config.json'),
      '{"server_url": 5, "sessions": [1], "active_agent_id": {}, "auto_renew": "false", "api_key": null}',
      { mode: 0o600 },
    )
    const said = (names: string) => ({ exitCode: 0, stderr: `config.json: ignoring invalid values for ${names}.\n` })
    const first = await person.memanto(['agent', 'activate', 'typed', '--create'])
    expect(first).toMatchObject(said('server_url, active_agent_id, auto_renew, sessions'))
    expect(await person.memanto(['session', 'info'])).toMatchObject(said('server_url, auto_renew'))
  })

  test('secrets that others could read are made private, also those that are set aside', async () => {
    const person = aPerson(at)
    await activate(person, 'private')
    const path = join(person.home, 'config.json')
    chmodSync(path, 0o644)
    expect(await person.memanto(['session', 'info'])).toMatchObject({
      exitCode: 0,
      stderr: `${path} was readable by other users of this machine. Now only you can read it.\n`,
    })
    expect(modeOf(path)).toBe('600')
    writeFileSync(path, '{"api_key": "mk_live_')
    chmodSync(path, 0o644)
    await person.memanto(['session', 'info'])
    const aside = readdirSync(person.home).find((name) => name.startsWith('config.json.corrupt-')) ?? ''
    expect(modeOf(join(person.home, aside))).toBe('600')
  })

  test('a corrupt session file is set aside too', async () => {
    const person = aPerson(at)
    mkdirSync(join(person.home, 'sessions'), { recursive: true })
    writeFileSync(join(person.home, 'sessions/mended.json'), '{')
    await activate(person, 'mended')
    expect(sessionFile(person, 'mended')).toMatchObject({ status: 'active' })
  })
})

describe('a home that cannot be written', () => {
  const NOT_SAVED =
    /^Not saved: the session of agent 'homeless' \(.+\)\. For the next command, set MEMANTO_AGENT_ID and MEMANTO_SESSION_TOKEN .*\n$/

  async function expectWork(env: NodeJS.ProcessEnv, command = (args: string[], more = {}) => run(args, { ...env, ...more })) {
    const activated = await command(['agent', 'activate', 'homeless', '--create', '--show-token', '--on-active', 'replace'])
    expect([activated.exitCode, activated.stderr]).toEqual([0, expect.stringMatching(NOT_SAVED)])
    const token = /^Session Token: (\S+)$/m.exec(activated.stdout)?.[1]
    const remembered = await command(['remember', 'homeless too'], { MEMANTO_SESSION_TOKEN: token })
    expect([remembered.exitCode, remembered.stderr]).toEqual([0, ''])
  }

  test('a file in the place of the folder', async () => {
    const person = aPerson(at)
    writeFileSync(person.home, '')
    await expectWork(person.env)
    await expectWork({ ...person.env, MEMANTO_HOME: join(person.home, 'deeper') })
  })

  test('what was never kept is not missed', async () => {
    const person = aPerson(at)
    await aPerson(at).json('agent', 'activate', 'elsewhere', '--create')
    writeFileSync(person.home, '')
    expect(await person.memanto(['agent', 'deactivate', 'elsewhere'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('no home at all', async () => {
    const { HOME: _home, MEMANTO_HOME: _ours, ...env } = aPerson(at).env
    await expectWork(env)
  })

  test('a folder without permission', async () => {
    const person = aPerson(at)
    const shelf = aFolder()
    mkdirSync(person.home)
    writeFileSync(join(person.home, 'config.json'), JSON.stringify({ server_url: at.url, api_key: at.key }))
    for (const [path, mode] of [
      [join(person.home, '..'), 0o755],
      [shelf, 0o755],
      [join(person.home, 'config.json'), 0o444],
      [person.home, 0o555],
    ] as const)
      chmodSync(path, mode)
    await expectWork({ ...person.env, MEMANTO_URL: undefined, MEMANTO_API_KEY: undefined }, asNobody(shelf, person.env))
    expect(readdirSync(person.home)).toEqual(['config.json'])
  })

  /** Permissions do not bind root: as root the command runs as nobody, from a place that nobody can read. */
  function asNobody(shelf: string, env: NodeJS.ProcessEnv) {
    copyFileSync(process.execPath, join(shelf, 'node'))
    cpSync(dirname(BIN), join(shelf, 'bin'), { recursive: true })
    cpSync(join(BIN, '../../dist'), join(shelf, 'dist'), { recursive: true })
    const who = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const program = { node: join(shelf, 'node'), bin: join(shelf, 'bin/memanto.mjs'), ...who }
    return (args: string[], more = {}) => run(args, { ...env, MEMANTO_URL: undefined, MEMANTO_API_KEY: undefined, ...more }, '', program)
  }
})

test('a config.json that is a link stays one', async () => {
  const person = aPerson(at)
  const real = join(aFolder(), 'dotfile.json')
  mkdirSync(person.home, { recursive: true })
  writeFileSync(real, '{"theme": "dark"}')
  symlinkSync(real, join(person.home, 'config.json'))
  await activate(person, 'linked')
  expect(JSON.parse(readFileSync(real, 'utf8'))).toMatchObject({ theme: 'dark', active_agent_id: 'linked' })
  expect(existsSync(join(person.home, '.lock'))).toBe(false)
})

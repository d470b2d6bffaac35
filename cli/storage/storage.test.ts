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
import { describe, expect } from 'vitest'
import { test } from '../../test/cli/fixtures'
import { startProxy } from '../../test/cli/http-servers'
import { BIN, type ProcessResult, runCommand, temporaryFolder } from '../../test/cli/process'
import { activateNewAgent, type CliUser, createUser } from '../../test/cli/user'
import { ageSession } from '../../test/clock'
import type { Session } from '../http/client'

const activate = (user: CliUser, agent: string) => user.json<Session>('agent', 'activate', agent, '--create')
const sessionFile = (user: CliUser, agent: string) => JSON.parse(readFileSync(join(user.home, 'sessions', `${agent}.json`), 'utf8'))
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

test('an activation is stored in config.json and in a session file, which only their owner can read', async ({ user }) => {
  const session = await activate(user, 'kept')
  const { session_id, session_token, expires_at, started_at } = session
  expect(user.config()).toEqual({
    active_agent_id: 'kept',
    active_session_token: session_token,
    sessions: { kept: { session_id, session_token, expires_at } },
  })
  const file = sessionFile(user, 'kept')
  expect(file).toMatchObject({ agent_id: 'kept', session_id, session_token, started_at, expires_at, status: 'active' })
  expect([user.home, join(user.home, 'sessions')].map(modeOf)).toEqual(['700', '700'])
  expect([join(user.home, 'config.json'), join(user.home, 'sessions/kept.json')].map(modeOf)).toEqual(['600', '600'])
  expect(readdirSync(user.home).sort()).toEqual(['config.json', 'sessions'])
  await user.memanto(['agent', 'deactivate'])
  expect(sessionFile(user, 'kept')).toMatchObject({ session_id, status: 'inactive' })
  expect(user.config()).toEqual({ sessions: {} })
})

test('fields of other programs are kept', async ({ user }) => {
  mkdirSync(join(user.home, 'sessions'), { recursive: true })
  writeFileSync(join(user.home, 'config.json'), '{"theme": "dark", "sessions": {"other": {"mine": 1}, "kept": {"note": "n"}}}')
  writeFileSync(join(user.home, 'sessions/kept.json'), '{"pattern_hint": 7}')
  await activate(user, 'kept')
  expect(user.config()).toMatchObject({
    theme: 'dark',
    sessions: { other: { mine: 1 }, kept: { note: 'n', session_id: expect.any(String) } },
  })
  expect(sessionFile(user, 'kept')).toMatchObject({ pattern_hint: 7, status: 'active' })
})

test('a session file that another client has written is used', async ({ server }) => {
  const [one, other] = [createUser(server), createUser(server)]
  const { session_token } = await activate(one, 'of-another-client')
  mkdirSync(join(other.home, 'sessions'), { recursive: true })
  writeFileSync(join(other.home, 'sessions/of-another-client.json'), JSON.stringify({ agent_id: 'of-another-client', session_token }))
  const { exitCode } = await other.memanto(['remember', 'shared', '--agent', 'of-another-client'], { env: { MEMANTO_API_KEY: undefined } })
  expect(exitCode).toBe(0)
})

describe('with several active agents', () => {
  test('--agent selects one, else MEMANTO_AGENT_ID, else the agent activated last', async ({ user }) => {
    for (const agent of ['first', 'second', 'third']) await activate(user, agent)
    const agentOf = async (args: string[], env = {}) =>
      JSON.parse((await user.memanto(['session', 'info', '--json', ...args], { env })).stdout).agent_id
    expect(await agentOf([])).toBe('third')
    expect(await agentOf([], { MEMANTO_AGENT_ID: 'second' })).toBe('second')
    expect(await agentOf(['--agent', 'first'], { MEMANTO_AGENT_ID: 'second' })).toBe('first')
    await user.memanto(['config', 'set', 'active_agent_id', 'first'])
    expect(await agentOf([])).toBe('first')
    await user.memanto(['agent', 'deactivate'])
    const unselected = await user.memanto(['remember', 'for whom'])
    expect(unselected).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Sessions on this machine: second, third') })
  })

  test('the environment has priority over config.json', async ({ server, user }) => {
    const token = (await activate(createUser(server), 'by-env')).session_token
    await activate(user, 'by-file')
    const env = { MEMANTO_SESSION_TOKEN: token, MEMANTO_API_KEY: undefined }
    const info = async (more: object, ...args: string[]) =>
      JSON.parse((await user.memanto(['session', 'info', '--json', ...args], { env: { ...env, ...more } })).stdout).agent_id
    expect(await info({})).toBe('by-env')
    expect(await info({}, '--agent', 'by-file')).toBe('by-file')
    expect(await info({ MEMANTO_AGENT_ID: 'by-env' })).toBe('by-env')
    expect(await user.memanto(['agent', 'list'], { env: { MEMANTO_API_KEY: undefined, MOORCHEH_API_KEY: server.key } })).toMatchObject({
      exitCode: 0,
    })
  })

  test('an agent can have a name that JavaScript objects inherit', async ({ user }) => {
    for (const agent of ['__proto__', 'constructor', 'toString']) {
      const { exitCode, stderr } = await user.memanto(['remember', 'x', '--agent', agent])
      expect([exitCode, stderr]).toEqual([1, expect.stringContaining('No session of agent')])
      await activate(user, agent)
      expect(await user.json('session', 'info', '--agent', agent)).toMatchObject({ agent_id: agent })
    }
    expect(Object.keys(user.config().sessions as object).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })
})

test('ten commands at once lose no session', async ({ user }) => {
  const agents = Array.from({ length: 10 }, (_, index) => `crowd-${index}`)
  const sessions = await Promise.all(agents.map((agent) => activate(user, agent)))
  const kept = user.config().sessions as Record<string, { session_id: string }>
  expect(agents.map((agent) => kept[agent]?.session_id)).toEqual(sessions.map(({ session_id }) => session_id))
  const ended = await Promise.all(agents.map((agent) => user.memanto(['agent', 'deactivate', agent])))
  expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(agents.map(() => [0, '']))
  expect(user.config()).toEqual({ sessions: {} })
  expect(readdirSync(user.home).sort()).toEqual(['config.json', 'sessions'])
})

describe('a session that another command stores meanwhile stays', () => {
  test.for([
    ['while its predecessor is deactivated', 'deactivate', ['agent', 'deactivate'], []],
    ['while its predecessor is extended', 'extend', ['session', 'extend'], ['--on-active', 'replace']],
  ] as const)('%s', async ([, path, args, options], { server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    let newer: Session | undefined
    const proxy = await startProxy(server.url, undefined, async ({ url }) => {
      if (url?.endsWith(path)) newer ??= await user.json<Session>('agent', 'activate', agent_id, ...options)
    })
    expect(await user.memanto([...args], { env: { MEMANTO_URL: proxy.url } })).toMatchObject({ exitCode: 0 })
    expect(newer).toMatchObject({ reused: false })
    expect(await user.json('session', 'info')).toMatchObject({ session_id: newer?.session_id, status: 'active' })
    expect(user.config()).toMatchObject({
      active_session_token: newer?.session_token,
      sessions: { [agent_id]: { session_id: newer?.session_id } },
    })
    expect(sessionFile(user, agent_id)).toMatchObject({ session_id: newer?.session_id, status: 'active' })
  })
})

test('the session of an agent that another command creates and activates again while it is deleted stays', async ({ server, user }) => {
  const { agent_id } = await activateNewAgent(user)
  let newer: Session | undefined
  const proxy = await startProxy(server.url, undefined, async ({ method }) => {
    if (method === 'DELETE') newer = await activate(user, agent_id)
  })
  const args = ['agent', 'delete', agent_id, '--yes']
  expect(await user.memanto(args, { env: { MEMANTO_URL: proxy.url } })).toMatchObject({ exitCode: 0, stderr: '' })
  expect(user.config()).toMatchObject({ active_agent_id: agent_id, sessions: { [agent_id]: { session_id: newer?.session_id } } })
  expect(sessionFile(user, agent_id)).toMatchObject({ session_id: newer?.session_id, status: 'active' })
  expect(await user.json('session', 'info')).toMatchObject({ session_id: newer?.session_id })
})

describe('what another command removes from this machine meanwhile stays removed', () => {
  const REMOVALS = [['logout'], ['config', 'set', 'server_url', 'https://memanto.example.com'], ['agent', 'deactivate']]

  /** Runs a command whose call to `path` the server answers after `removal` has run. */
  async function runDuring(user: CliUser, url: string, path: string, args: string[], removal: string[]) {
    let removed: Promise<ProcessResult> | undefined
    const proxy = await startProxy(url, undefined, (request) => {
      if (request.url?.endsWith(path)) removed ??= user.memanto(removal)
      return removed
    })
    const result = await user.memanto(args, { env: { MEMANTO_URL: proxy.url } })
    expect(await removed).toMatchObject({ exitCode: 0 })
    return result
  }

  function expectNothingStored(user: CliUser, agent: string) {
    const { active_agent_id, active_session_token, sessions = {} } = user.config()
    expect({ active_agent_id, active_session_token, sessions }).toEqual({ sessions: {} })
    if (existsSync(join(user.home, 'sessions', `${agent}.json`))) expect(sessionFile(user, agent).status).toBe('inactive')
  }

  test.for(REMOVALS.map((removal) => [removal] as const))('%j during an extension', async ([removal], { server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    expect(await runDuring(user, server.url, '/extend', ['session', 'extend'], removal)).toMatchObject({ exitCode: 0 })
    expectNothingStored(user, agent_id)
  })

  test.for(REMOVALS.map((removal) => [removal] as const))('%j during a renewal', async ([removal], { server, user }) => {
    const { agent_id, session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, 5.75)
    expect((await runDuring(user, server.url, '/extend', ['session', 'info'], removal)).stderr).toContain('renewed until')
    expectNothingStored(user, agent_id)
  })

  test.for(REMOVALS.map((removal) => [removal] as const))('%j while --reactivate starts a session', async ([removal], { server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    await createUser(server).json('agent', 'deactivate', agent_id)
    const args = ['recall', 'x', '--reactivate']
    expect((await runDuring(user, server.url, '/activate', args, removal)).stderr).toContain('started a new one')
    expectNothingStored(user, agent_id)
  })

  test.for(REMOVALS.slice(0, 2).map((removal) => [removal] as const))(
    '%j during an activation, which says so',
    async ([removal], { server }) => {
      const user = createUser()
      await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
      const args = ['agent', 'activate', 'signed-out', '--create']
      const { exitCode, stderr } = await runDuring(user, server.url, '/activate', args, removal)
      const note = "Not saved: the session of agent 'signed-out' (another command has changed the server or the key meanwhile)."
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining(note)])
      expectNothingStored(user, 'signed-out')
    },
  )
})

test.for([['in its own file'], ['as the active token alone']])(
  'a session that another client has stored %s is extended there',
  async ([where], { server, user }) => {
    const { agent_id, session_token, expires_at } = await activateNewAgent(createUser(server))
    mkdirSync(join(user.home, 'sessions'), { recursive: true })
    const own = where === 'in its own file'
    const path = own ? `sessions/${agent_id}.json` : 'config.json'
    const stored = own ? { agent_id, session_token } : { active_agent_id: agent_id, active_session_token: session_token }
    writeFileSync(join(user.home, path), JSON.stringify(stored), { mode: 0o600 })
    await user.json('session', 'extend', '--agent', agent_id)
    const newer = own ? sessionFile(user, agent_id).session_token : user.config().active_session_token
    expect([typeof newer, newer === session_token]).toEqual(['string', false])
    expect(Date.parse(sessionFile(user, agent_id).expires_at)).toBeGreaterThan(Date.parse(expires_at))
  },
)

describe('a lock file that was left behind', () => {
  const ended = spawnSync(process.execPath, ['-e', '']).pid

  test.for([
    ['of a process that has ended', `${ended} ${hostname()} x`, 0],
    ['of another machine, a minute ago', '1 other-host x', 60],
    ['that is empty, a minute ago', '', 60],
  ] as const)('%s does not delay commands', async ([, content, ageSeconds], { user }) => {
    mkdirSync(user.home, { recursive: true })
    const lock = join(user.home, '.lock')
    writeFileSync(lock, content)
    const then = Date.now() / 1000 - ageSeconds
    utimesSync(lock, then, then)
    const results = await Promise.all(
      ['one', 'two', 'three'].map((agent) => user.memanto(['agent', 'activate', agent, '--create', '--on-active', 'replace'])),
    )
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual([1, 2, 3].map(() => [0, '']))
    expect(Object.keys(user.config().sessions as object)).toHaveLength(3)
  })
})

describe('a corrupt config.json', () => {
  test.for(['{"server_url": "http', '', '[]', '"text"', '\u0000\u0000'])(
    '%j is renamed, and the command continues',
    async (content, { user }) => {
      mkdirSync(user.home, { recursive: true })
      writeFileSync(join(user.home, 'config.json'), content)
      const { exitCode, stderr } = await user.memanto(['agent', 'activate', 'after-corruption', '--create'])
      expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/was not valid JSON\. It was renamed to config\.json\.corrupt-\d{4}-/)])
      const renamed = readdirSync(user.home).find((name) => name.startsWith('config.json.corrupt-')) ?? ''
      expect(readFileSync(join(user.home, renamed), 'utf8')).toBe(content)
      expect(user.config()).toMatchObject({ active_agent_id: 'after-corruption' })
      expect(await user.memanto(['session', 'info'])).toMatchObject({ exitCode: 0, stderr: '' })
    },
  )

  test('fields of a wrong type are ignored, and the warning names them', async ({ user }) => {
    mkdirSync(user.home, { recursive: true })
    writeFileSync(
      join(user.home, 'config.json'),
      '{"server_url": 5, "sessions": [1], "active_agent_id": {}, "auto_renew": "false", "api_key": null}',
      { mode: 0o600 },
    )
    const warning = (names: string) => ({ exitCode: 0, stderr: `config.json: ignoring invalid values for ${names}.\n` })
    const first = await user.memanto(['agent', 'activate', 'typed', '--create'])
    expect(first).toMatchObject(warning('server_url, active_agent_id, auto_renew, sessions'))
    expect(await user.memanto(['session', 'info'])).toMatchObject(warning('server_url, auto_renew'))
  })

  test('a file that other users could read becomes private, a renamed one too', async ({ user }) => {
    await activate(user, 'private')
    const path = join(user.home, 'config.json')
    chmodSync(path, 0o644)
    expect(await user.memanto(['session', 'info'])).toMatchObject({
      exitCode: 0,
      stderr: `${path} was readable by other users of this machine. Now only you can read it.\n`,
    })
    expect(modeOf(path)).toBe('600')
    writeFileSync(path, '{"api_key": "mk_live_')
    chmodSync(path, 0o644)
    await user.memanto(['session', 'info'])
    const renamed = readdirSync(user.home).find((name) => name.startsWith('config.json.corrupt-')) ?? ''
    expect(modeOf(join(user.home, renamed))).toBe('600')
  })

  test('a corrupt session file is renamed too', async ({ user }) => {
    mkdirSync(join(user.home, 'sessions'), { recursive: true })
    writeFileSync(join(user.home, 'sessions/repaired.json'), '{')
    await activate(user, 'repaired')
    expect(sessionFile(user, 'repaired')).toMatchObject({ status: 'active' })
  })
})

describe('a home folder that cannot be written', () => {
  const NOT_SAVED =
    /^Not saved: the session of agent 'homeless' \(.+\)\. For the next command, set MEMANTO_AGENT_ID and MEMANTO_SESSION_TOKEN .*\n$/

  const importable = join(temporaryFolder(), 'memories.jsonl')
  writeFileSync(importable, '{"content": "homeless as well"}\n')
  chmodSync(dirname(importable), 0o755)

  async function expectCommandsToWork(
    env: NodeJS.ProcessEnv,
    command = (args: string[], more = {}) => runCommand(args, { ...env, ...more }),
  ) {
    const activated = await command(['agent', 'activate', 'homeless', '--create', '--show-token', '--on-active', 'replace'])
    expect([activated.exitCode, activated.stderr]).toEqual([0, expect.stringMatching(NOT_SAVED)])
    const token = /^Session Token: (\S+)$/m.exec(activated.stdout)?.[1]
    const remembered = await command(['remember', 'homeless too'], { MEMANTO_SESSION_TOKEN: token })
    expect([remembered.exitCode, remembered.stderr]).toEqual([0, ''])
    const imported = await command(['import', importable, '--agent', 'homeless'])
    expect([imported.exitCode, imported.stderr]).toEqual([
      0,
      expect.stringMatching(/^Not saved: the progress of the import \(.+\)\. .*\n$/),
    ])
  }

  test('because a file is in its place: commands work and say that nothing is saved', async ({ user }) => {
    writeFileSync(user.home, '')
    await expectCommandsToWork(user.env)
    await expectCommandsToWork({ ...user.env, MEMANTO_HOME: join(user.home, 'deeper') })
  })

  test('deactivating a session that was never stored says nothing about it', async ({ server, user }) => {
    await createUser(server).json('agent', 'activate', 'unstored', '--create')
    writeFileSync(user.home, '')
    expect(await user.memanto(['agent', 'deactivate', 'unstored'])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('because the environment names none: commands work', async ({ user }) => {
    const { HOME: _home, MEMANTO_HOME: _ours, ...env } = user.env
    await expectCommandsToWork(env)
  })

  test('because of its permissions: commands work with the settings in it', async ({ server, user }) => {
    const folder = temporaryFolder()
    mkdirSync(user.home)
    writeFileSync(join(user.home, 'config.json'), JSON.stringify({ server_url: server.url, api_key: server.key }))
    for (const [path, mode] of [
      [join(user.home, '..'), 0o755],
      [folder, 0o755],
      [join(user.home, 'config.json'), 0o444],
      [user.home, 0o555],
    ] as const)
      chmodSync(path, mode)
    await expectCommandsToWork({ ...user.env, MEMANTO_URL: undefined, MEMANTO_API_KEY: undefined }, asUnprivileged(folder, user.env))
    expect(readdirSync(user.home)).toEqual(['config.json'])
  })

  /** Permissions do not apply to root: as root, the command runs as the user `nobody`, from a folder that everybody can read. */
  function asUnprivileged(folder: string, env: NodeJS.ProcessEnv) {
    copyFileSync(process.execPath, join(folder, 'node'))
    cpSync(dirname(BIN), join(folder, 'bin'), { recursive: true })
    cpSync(join(BIN, '../../dist'), join(folder, 'dist'), { recursive: true })
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    const program = { node: join(folder, 'node'), bin: join(folder, 'bin/memanto.mjs'), ...nobody }
    return (args: string[], more = {}) =>
      runCommand(args, { ...env, MEMANTO_URL: undefined, MEMANTO_API_KEY: undefined, ...more }, '', program)
  }
})

test('a file that cannot be written completely keeps its content', async ({ user }) => {
  const path = join(user.home, 'config.json')
  const content = JSON.stringify({ theme: 'x'.repeat(20_000) })
  mkdirSync(user.home)
  writeFileSync(path, content, { mode: 0o600 })
  const limited = `ulimit -f 8; exec "${process.execPath}" "${BIN}" agent activate large --create`
  const { status, stderr } = spawnSync('bash', ['-c', limited], { env: user.env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^Not saved: the session of agent 'large' \(.*EFBIG/)])
  expect(readFileSync(path, 'utf8')).toBe(content)
  expect(readdirSync(user.home)).toEqual(['config.json'])
})

test('a lock that cannot be written is removed, so that no other command waits for it', async ({ user }) => {
  mkdirSync(user.home)
  const limited = `ulimit -f 0; exec "${process.execPath}" "${BIN}" agent activate unlocked --create`
  const { status, stderr } = spawnSync('bash', ['-c', limited], { env: user.env, encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, expect.stringMatching(/^Not saved: the session of agent 'unlocked' \(.*EFBIG/)])
  expect(readdirSync(user.home)).toEqual([])
})

test('a config.json that is a symbolic link stays one', async ({ user }) => {
  const real = join(temporaryFolder(), 'dotfile.json')
  mkdirSync(user.home, { recursive: true })
  writeFileSync(real, '{"theme": "dark"}')
  symlinkSync(real, join(user.home, 'config.json'))
  await activate(user, 'linked')
  expect(JSON.parse(readFileSync(real, 'utf8'))).toMatchObject({ theme: 'dark', active_agent_id: 'linked' })
  expect(existsSync(join(user.home, '.lock'))).toBe(false)
})

import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../../db/schema'
import { newKey } from '../../lib/auth/api-key-format'
import { freePort } from '../../lib/server/testing-port'
import { aKey, aTeam } from '../../lib/testing'
import { aPerson, openWorld } from '../../test/cli/person'
import type { Session } from '../http/client'

let db: Db
let teamId: string
let at: { url: string; key: string }

beforeAll(async () => {
  const world = await openWorld()
  at = world
  db = world.db
  teamId = world.teamId
})

describe('login', () => {
  test('asks for the address and the key, which is not shown, and keeps both for its owner only', async () => {
    const person = aPerson()
    const { exitCode, raw, lines } = await person.inTerminal(['login'], {
      answers: [
        ['Server address [http://localhost:8000]: ', `${at.url}/\r`],
        ['API key (hidden): ', `x\u007f${at.key}\r`],
      ],
    })
    expect([exitCode, lines.join('\n')]).toEqual([0, expect.stringContaining('✓ Signed in')])
    expect(raw).not.toContain(at.key)
    expect(person.config()).toEqual({ server_url: at.url, api_key: at.key })
    expect((statSync(join(person.home, 'config.json')).mode & 0o777).toString(8)).toBe('600')
    expect(await person.memanto(['agent', 'list'])).toMatchObject({ exitCode: 0 })
  })

  test('in a script the key comes by standard input', async () => {
    const person = aPerson()
    const { exitCode, stdout, stderr } = await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: `${at.key}\n` })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toBe(`✓ Signed in\nServer:  ${at.url} (Memanto 0.1.0)\nAPI Key: mk_live_…${at.key.slice(-4)}\n`)
  })

  test('a typo is found without asking anybody', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    const typo = at.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
    for (const input of [typo, at.key.slice(0, -1), 'mk_live_x', ''])
      expect(await aPerson().memanto(['login', '--url', nowhere, '--key-stdin'], { input })).toMatchObject({
        exitCode: 3,
        stdout: '',
        stderr: expect.stringMatching(/This is not a valid API key|No key was given/),
      })
  })

  test('a key that the server does not know is not kept', async () => {
    const person = aPerson()
    const { key } = newKey()
    const { exitCode, stderr } = await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: key })
    expect([exitCode, stderr.includes(key)]).toEqual([3, false])
    expect(() => readdirSync(person.home)).toThrow('ENOENT')
  })

  test('a key that may do little is a good key', async () => {
    const key = await aKey(db, teamId, { scopes: ['sessions:write'] })
    expect(await aPerson().memanto(['login', '--url', at.url, '--key-stdin'], { input: key })).toMatchObject({ exitCode: 0 })
  })

  test.each([[['--key', 'KEY']], [['--api-key=KEY']], [['KEY']]])(
    '%j: a key on the command line is refused, with the reason',
    async (args) => {
      const { exitCode, stdout, stderr } = await aPerson().memanto(['login', ...args.map((each) => each.replace('KEY', at.key))])
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('stays in your shell history')])
      expect(stdout + stderr).not.toContain(at.key)
    },
  )

  test('nobody to ask, and Ctrl-C', async () => {
    expect(await aPerson({ url: at.url }).memanto(['login'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--key-stdin') })
    const { exitCode } = await aPerson({ url: at.url }).inTerminal(['login'], { answers: [['Server address', '\u0003']] })
    expect(exitCode).toBe(130)
  })

  test('where it cannot be kept it fails, with the variables that do the same', async () => {
    const person = aPerson()
    writeFileSync(person.home, '')
    const ended = await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: at.key })
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ended.stderr).toMatch(
      /^Error: Not saved: the address and the key \(a file .*\)\.\nSet MEMANTO_URL and MEMANTO_API_KEY instead\.\n$/,
    )
  })

  test('settings that are wrong can be mended', async () => {
    const person = aPerson()
    mkdirSync(person.home, { recursive: true })
    writeFileSync(join(person.home, 'config.json'), JSON.stringify({ server_url: 'http://me:pass@', api_key: 'two\nlines' }))
    expect(await person.memanto(['agent', 'list'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('address') })
    expect((await person.memanto(['config', 'show'])).stdout).not.toMatch(/pass|lines/)
    expect(await person.memanto(['config', 'set', 'server_url', at.url])).toMatchObject({ exitCode: 0 })
    expect(await person.memanto(['agent', 'list'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('contains invalid characters'),
    })
    expect(await person.memanto(['login', '--key-stdin'], { input: at.key })).toMatchObject({ exitCode: 0 })
  })

  test('tokens of one team are not used by who signs in to another', async () => {
    const person = aPerson({ url: at.url })
    await person.memanto(['login', '--key-stdin'], { input: at.key })
    const env = { MEMANTO_API_KEY: undefined }
    await person.memanto(['agent', 'activate', 'left', '--create'], { env })
    await person.memanto(['login', '--key-stdin'], { input: await aKey(db, teamId) })
    expect(person.config()).toMatchObject({ active_agent_id: 'left' })
    const other = await aKey(db, await aTeam(db, 'Other'))
    const { exitCode, stderr } = await person.memanto(['login', '--key-stdin'], { input: other })
    expect([exitCode, stderr]).toEqual([0, 'Sessions of another team were removed from this machine.\n'])
    expect(person.config()).toEqual({ server_url: at.url, api_key: other })
  })

  test('tokens of one server are not shown to another', async () => {
    const person = aPerson(at)
    await person.memanto(['agent', 'activate', 'mover', '--create'])
    await person.memanto(['config', 'set', 'server_url', 'https://memanto.example.com'])
    expect(person.config()).toEqual({ server_url: 'https://memanto.example.com' })
    expect(readdirSync(join(person.home, 'sessions'))).toEqual([])
  })
})

test('logout forgets the key and every token, and nothing else', async () => {
  const person = aPerson()
  mkdirSync(person.home, { recursive: true })
  writeFileSync(join(person.home, 'config.json'), '{"theme": "dark"}')
  await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: at.key })
  const { session_token } = await person.json<Session>('agent', 'activate', 'left-behind', '--create')
  expect(await person.memanto(['logout'])).toMatchObject({ exitCode: 0, stdout: '✓ Signed out\n', stderr: '' })
  expect(person.config()).toEqual({ theme: 'dark', server_url: at.url })
  expect(readdirSync(join(person.home, 'sessions'))).toEqual([])
  expect(readFileSync(join(person.home, 'config.json'), 'utf8')).not.toContain(session_token)
  expect(await person.memanto(['agent', 'list'])).toMatchObject({ exitCode: 3 })
})

test('logout that leaves the key behind is no success', async () => {
  const person = aPerson()
  await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: at.key })
  rmSync(join(person.home, 'config.json'))
  mkdirSync(join(person.home, 'config.json'))
  const { exitCode, stdout, stderr } = await person.memanto(['logout'])
  expect([exitCode, stdout, stderr]).toEqual([1, '', expect.stringContaining('may still be stored')])
})

describe('config', () => {
  test('show tells every setting and where it comes from, with secrets masked', async () => {
    const person = aPerson()
    mkdirSync(person.home, { recursive: true })
    writeFileSync(join(person.home, 'config.json'), '{"their_secret": "hunter2"}')
    await person.memanto(['login', '--url', at.url, '--key-stdin'], { input: at.key })
    const { session_token } = await person.json<Session>('agent', 'activate', 'shown', '--create')
    const shown = await person.memanto(['config', 'show'])
    expect(shown.stdout.split('\n').slice(0, -1)).toEqual([
      `Home:          ${person.home}`,
      `Server:        ${at.url} (config.json)`,
      `API Key:       mk_live_…${at.key.slice(-4)} (config.json)`,
      'Agent:         shown (config.json)',
      'Session Token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9... (config.json)',
      'Auto Renew:    true (default)',
      'Other Fields:  their_secret (from other programs, kept)',
      expect.stringMatching(/^Session: {7}shown until \d{4}-.* UTC$/),
    ])
    const asJson = await person.memanto(['config', 'show', '--json'])
    expect(JSON.parse(asJson.stdout)).toMatchObject({ server_url: { value: at.url, from: 'config.json' }, other_fields: ['their_secret'] })
    for (const secret of [at.key, session_token, 'hunter2']) expect(shown.stdout + asJson.stdout).not.toContain(secret)
    const byEnv = await person.memanto(['config', 'show'], { env: { MOORCHEH_API_KEY: at.key, MEMANTO_AGENT_ID: 'other' } })
    expect(byEnv.stdout).toMatch(/API Key: {7}mk_live_….{4} \(MOORCHEH_API_KEY\)\nAgent: {9}other \(MEMANTO_AGENT_ID\)/)
  })

  test('set changes what may be changed', async () => {
    const person = aPerson()
    expect(await person.memanto(['config', 'set', 'server_url', `${at.url}/api/v2/`])).toMatchObject({ exitCode: 0, stderr: '' })
    await person.memanto(['config', 'set', 'auto_renew', 'false'])
    expect(person.config()).toEqual({ server_url: at.url, auto_renew: false })
    for (const [name, value] of [
      ['auto_renew', 'perhaps'],
      ['color', 'red'],
      ['toString', 'x'],
      ['server_url', 'http://me:secret@x'],
    ] as const) {
      const { exitCode, stderr } = await person.memanto(['config', 'set', name, value])
      expect([name, exitCode, stderr.includes('secret@')]).toEqual([name, 2, false])
    }
  })
})

describe('agents', () => {
  test('are made, listed, shown and deleted', async () => {
    const person = aPerson(at)
    const made = await person.memanto([
      'agent',
      'create',
      'librarian',
      '--pattern',
      'tool',
      '--description',
      'Finds books',
      '--metadata',
      '{"floor": 2}',
    ])
    expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("✓ Agent 'librarian' created") })
    expect(await person.json('agent', 'show', 'librarian')).toMatchObject({
      pattern: 'tool',
      description: 'Finds books',
      metadata: { floor: 2 },
    })
    expect(await person.memanto(['agent', 'create', 'Librarian'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('choose another name'),
    })
    expect((await person.memanto(['agent', 'list', '-q', 'libr'])).stdout).toMatch(/^AGENT .*\nlibrarian +INACTIVE/)
    expect(await person.json('agent', 'list', '--limit', '1')).toMatchObject({ count: 1 })
    expect(await person.memanto(['agent', 'delete', 'librarian', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Memories Deleted: 0'),
    })
  })

  test('deleting asks for the name on a terminal', async () => {
    const person = aPerson(at)
    await person.memanto(['agent', 'activate', 'doomed', '--create'])
    const refused = await person.inTerminal(['agent', 'delete', 'doomed'], { answers: [['to confirm: ', 'no\r']] })
    expect([refused.exitCode, refused.lines.join('\n')]).toEqual([2, expect.stringContaining('Nothing was deleted')])
    const done = await person.inTerminal(['agent', 'delete', 'doomed'], { answers: [['to confirm: ', 'doomed\r']] })
    expect([done.exitCode, done.lines.join('\n')]).toEqual([0, expect.stringContaining("✓ Agent 'doomed' deleted")])
    expect(person.config()).toEqual({ sessions: {} })
    expect(readdirSync(join(person.home, 'sessions'))).toEqual([])
  })
})

describe('sessions', () => {
  test('are listed by agent, state, reason and time, and shown with their timeline', async () => {
    const person = aPerson(at)
    const first = await person.json<Session>('agent', 'activate', 'historic', '--create')
    await person.memanto(['remember', 'something'])
    await person.memanto(['session', 'extend', '--hours', '2'])
    const second = await person.json<Session>('agent', 'activate', 'historic', '--on-active', 'replace')
    const listed = async (...filters: string[]) =>
      (await person.json<{ sessions: Session[] }>('session', 'list', '--agent', 'historic', ...filters)).sessions.map(
        ({ session_id }) => session_id,
      )
    expect(await listed()).toEqual([second.session_id, first.session_id])
    expect(await listed('--limit', '1')).toEqual([second.session_id])
    expect(await listed('--limit', '1', '--all')).toEqual([second.session_id, first.session_id])
    expect(await listed('--status', 'active')).toEqual([second.session_id])
    expect(await listed('--end-reason', 'replaced')).toEqual([first.session_id])
    expect(await listed('--from', '2100-01-01')).toEqual([])
    expect(await listed('--to', '2100-01-01')).toHaveLength(2)
    const { stdout } = await person.memanto(['session', 'show', first.session_id])
    expect(stdout).toMatch(/Status: +INACTIVE \(replaced\)\n/)
    expect(stdout).toMatch(/Timeline\nTIME .*\n.* activated .*\n.* remembered +1 .*\n.* extended +\+2 h .*\n.* ended /)
    const table = await person.memanto(['session', 'list', '--agent', 'historic'])
    expect(table.stdout).toMatch(/^SESSION +AGENT +STATUS .*\nsess_\w+ +historic +ACTIVE .*\nsess_\w+ +historic +INACTIVE \(replaced\)/)
    const { lines } = await person.inTerminal(['session', 'list', '--agent', 'historic'], { columns: 60 })
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
    expect(lines.join('\n')).toContain(`Session:   ${second.session_id}`)
  })
})

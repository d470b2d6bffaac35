import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { newKey } from '../../lib/auth/api-key-format'
import { test } from '../../test/cli/fixtures'
import { createUser } from '../../test/cli/user'
import { freePort } from '../../test/free-port'
import { createKey, createTeam } from '../../test/teams'
import type { Session, SessionMemory } from '../http/client'

describe('login', () => {
  test('asks for the address and the key, does not show the key, and stores both readable by their owner only', async ({ server }) => {
    const user = createUser()
    const { exitCode, raw, lines } = await user.inTerminal(['login'], {
      answers: [
        ['Server address [http://localhost:8000]: ', `${server.url}/\r`],
        ['API key (hidden): ', `x\u007f${server.key}\r`],
      ],
    })
    expect([exitCode, lines.join('\n')]).toEqual([0, expect.stringContaining('✓ Signed in')])
    expect(raw).not.toContain(server.key)
    expect(user.config()).toEqual({ server_url: server.url, api_key: server.key })
    expect((statSync(join(user.home, 'config.json')).mode & 0o777).toString(8)).toBe('600')
    expect(await user.memanto(['agent', 'list'])).toMatchObject({ exitCode: 0 })
  })

  test('takes the address and the key pasted at once, and does not show the key', async ({ server }) => {
    const answers: [string, string][] = [['Server address', `${server.url}\r${server.key}\r`]]
    const { exitCode, raw, lines } = await createUser().inTerminal(['login'], { answers })
    expect([exitCode, lines.join('\n')]).toEqual([0, expect.stringContaining('✓ Signed in')])
    expect(raw).not.toContain(server.key)
  })

  test('reads the key from standard input in a script', async ({ server }) => {
    const user = createUser()
    const { exitCode, stdout, stderr } = await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: `${server.key}\n` })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toBe(`✓ Signed in\nServer:  ${server.url} (Memanto 0.1.0)\nAPI Key: mk_live_…${server.key.slice(-4)}\n`)
  })

  test('finds a typing error in the key without a request', async ({ server }) => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    const wrong = server.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
    for (const input of [wrong, server.key.slice(0, -1), 'mk_live_x', ''])
      expect(await createUser().memanto(['login', '--url', nowhere, '--key-stdin'], { input })).toMatchObject({
        exitCode: 3,
        stdout: '',
        stderr: expect.stringMatching(/This is not a valid API key|No key was given/),
      })
  })

  test('does not store a key that the server refuses', async ({ server }) => {
    const user = createUser()
    const { key } = newKey()
    const { exitCode, stderr } = await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: key })
    expect([exitCode, stderr.includes(key)]).toEqual([3, false])
    expect(() => readdirSync(user.home)).toThrow('ENOENT')
  })

  test('accepts a key that may not list agents', async ({ server }) => {
    const key = await createKey(server.db, server.teamId, { scopes: ['sessions:write'] })
    expect(await createUser().memanto(['login', '--url', server.url, '--key-stdin'], { input: key })).toMatchObject({ exitCode: 0 })
  })

  test.for([[['--key', 'KEY']], [['--api-key=KEY']], [['KEY']]])(
    'refuses a key on the command line, with the reason: %j',
    async ([args = []], { server }) => {
      const { exitCode, stdout, stderr } = await createUser().memanto(['login', ...args.map((each) => each.replace('KEY', server.key))])
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('stays in your shell history')])
      expect(stdout + stderr).not.toContain(server.key)
    },
  )

  test('fails without a terminal, and on Ctrl-C', async ({ server }) => {
    expect(await createUser({ url: server.url }).memanto(['login'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('--key-stdin'),
    })
    const { exitCode } = await createUser({ url: server.url }).inTerminal(['login'], { answers: [['Server address', '\u0003']] })
    expect(exitCode).toBe(130)
  })

  test('fails if the key cannot be stored, and names the variables that do the same', async ({ server }) => {
    const user = createUser()
    writeFileSync(user.home, '')
    const ended = await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
    expect(ended).toMatchObject({ exitCode: 1, stdout: '' })
    expect(ended.stderr).toMatch(
      /^Error: Not saved: the address and the key \(a file .*\)\.\nSet MEMANTO_URL and MEMANTO_API_KEY instead\.\n$/,
    )
  })

  test('replaces settings that are not valid, as config set does', async ({ server }) => {
    const user = createUser()
    mkdirSync(user.home, { recursive: true })
    writeFileSync(join(user.home, 'config.json'), JSON.stringify({ server_url: 'http://me:pass@', api_key: 'two\nlines' }))
    expect(await user.memanto(['agent', 'list'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('address') })
    expect((await user.memanto(['config', 'show'])).stdout).not.toMatch(/pass|lines/)
    expect(await user.memanto(['config', 'set', 'server_url', server.url])).toMatchObject({ exitCode: 0 })
    expect(await user.memanto(['agent', 'list'])).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('contains invalid characters'),
    })
    expect(await user.memanto(['login', '--key-stdin'], { input: server.key })).toMatchObject({ exitCode: 0 })
  })

  test('to another team removes the tokens of the former team', async ({ server }) => {
    const user = createUser({ url: server.url })
    await user.memanto(['login', '--key-stdin'], { input: server.key })
    const env = { MEMANTO_API_KEY: undefined }
    await user.memanto(['agent', 'activate', 'left', '--create'], { env })
    await user.memanto(['login', '--key-stdin'], { input: await createKey(server.db, server.teamId) })
    expect(user.config()).toMatchObject({ active_agent_id: 'left' })
    const other = await createKey(server.db, await createTeam(server.db, 'Other'))
    const { exitCode, stderr } = await user.memanto(['login', '--key-stdin'], { input: other })
    expect([exitCode, stderr]).toEqual([0, 'Sessions of another team were removed from this machine.\n'])
    expect(user.config()).toEqual({ server_url: server.url, api_key: other })
  })

  test('to another server removes the tokens of the former server', async ({ user }) => {
    await user.memanto(['agent', 'activate', 'mover', '--create'])
    await user.memanto(['config', 'set', 'server_url', 'https://memanto.example.com'])
    expect(user.config()).toEqual({ server_url: 'https://memanto.example.com' })
    expect(readdirSync(join(user.home, 'sessions'))).toEqual([])
  })
})

test('login and config set name variables that override what they store', async ({ server }) => {
  const user = createUser({ ...server, key: newKey().key })
  const overridden = (name: string) => ({ exitCode: 0, stderr: `Still set in the environment, and used instead: ${name}.\n` })
  expect(await user.memanto(['login', '--key-stdin'], { input: server.key })).toMatchObject(overridden('MEMANTO_API_KEY'))
  const same = { MEMANTO_API_KEY: server.key, MEMANTO_URL: `${server.url}/`, MEMANTO_AGENT_ID: 'set' }
  expect(await user.memanto(['login', '--key-stdin'], { input: server.key, env: same })).toMatchObject({ exitCode: 0, stderr: '' })
  const set = (name: string, value: string, env = {}) => user.memanto(['config', 'set', name, value], { env })
  expect(await set('active_agent_id', 'set', same)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await set('active_agent_id', 'other', same)).toMatchObject(overridden('MEMANTO_AGENT_ID'))
  const { session_token } = await createUser(server).json<Session>('agent', 'activate', 'of-token', '--create')
  const token = { MEMANTO_SESSION_TOKEN: session_token }
  expect(await set('active_agent_id', 'of-token', token)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await set('active_agent_id', 'other', token)).toMatchObject(overridden('MEMANTO_SESSION_TOKEN'))
  expect(await set('auto_renew', 'false', same)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await set('server_url', server.url, { MEMANTO_URL: 'http://localhost:1' })).toMatchObject(overridden('MEMANTO_URL'))
})

test('config set server_url keeps the key, says where it is sent from now on, and warns of plain http as login does', async ({
  server,
}) => {
  const user = createUser()
  const set = (url: string, ...more: string[]) => user.memanto(['config', 'set', 'server_url', url, ...more])
  const sent = (url: string) => `Commands send the stored API key to ${url} from now on. Use memanto login for another key.\n`
  const warning = 'Warning: the address uses http:, which sends the key unencrypted.\n'
  expect(await set('http://memanto.example.com')).toMatchObject({ exitCode: 0, stderr: '' })
  await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
  expect(await set(server.url)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await set('https://memanto.example.com')).toMatchObject({ exitCode: 0, stderr: sent('https://memanto.example.com') })
  const plain = await set('http://memanto.example.com', '--json')
  expect([plain.exitCode, plain.stderr]).toEqual([0, warning + sent('http://memanto.example.com')])
  expect(JSON.parse(plain.stdout)).toEqual({ server_url: 'http://memanto.example.com' })
  expect(await set('http://memanto.example.com')).toMatchObject({ exitCode: 0, stderr: warning })
  expect(user.config()).toEqual({ server_url: 'http://memanto.example.com', api_key: server.key })
})

test('config set server_url says nothing of a stored address and key that variables override, and warns of plain http', async ({
  server,
}) => {
  const user = createUser()
  await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
  const set = async (url: string, env: object) => (await user.memanto(['config', 'set', 'server_url', url], { env: { ...env } })).stderr
  const warning = 'Warning: the address uses http:, which sends the key unencrypted.\n'
  const overridden = 'Still set in the environment, and used instead: MEMANTO_URL.\n'
  expect(await set('https://memanto.example.com', { MEMANTO_URL: server.url })).toBe(overridden)
  expect(await set('http://memanto.example.com', { MEMANTO_URL: server.url })).toBe(warning + overridden)
  const sent = 'Commands send the API key of MEMANTO_API_KEY to http://a.example.com from now on.\n'
  expect(await set('http://a.example.com', { MEMANTO_API_KEY: server.key })).toBe(warning + sent)
  await user.memanto(['logout'])
  const other = 'Commands send the API key of MOORCHEH_API_KEY to http://b.example.com from now on.\n'
  expect(await set('http://b.example.com', { MOORCHEH_API_KEY: server.key })).toBe(warning + other)
})

test('logout removes the key and every token, and nothing else', async ({ server }) => {
  const user = createUser()
  mkdirSync(user.home, { recursive: true })
  writeFileSync(join(user.home, 'config.json'), '{"theme": "dark"}')
  await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
  const { session_token } = await user.json<Session>('agent', 'activate', 'left-behind', '--create')
  expect(await user.memanto(['logout'])).toMatchObject({ exitCode: 0, stdout: '✓ Signed out\n', stderr: '' })
  expect(user.config()).toEqual({ theme: 'dark', server_url: server.url })
  expect(readdirSync(join(user.home, 'sessions'))).toEqual([])
  expect(readFileSync(join(user.home, 'config.json'), 'utf8')).not.toContain(session_token)
  expect(await user.memanto(['agent', 'list'])).toMatchObject({ exitCode: 3 })
  const again = await user.memanto(['logout', '--json'], { env: { MEMANTO_URL: 'http://me:secret@localhost' } })
  expect(JSON.parse(again.stdout)).toEqual({ signed_in: false, server_url: 'http://…@localhost' })
})

test('logout removes corrupt session files, and names a corrupt config.json that may have the key', async ({ server }) => {
  const user = createUser()
  mkdirSync(join(user.home, 'sessions'), { recursive: true })
  writeFileSync(join(user.home, 'config.json'), '{"api_key": ')
  writeFileSync(join(user.home, 'sessions/left.json.corrupt-2026-01-01'), '{"session_token": ')
  await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
  const { exitCode, stderr } = await user.memanto(['logout'])
  expect([exitCode, stderr]).toEqual([
    0,
    expect.stringMatching(/^\S+config\.json\.corrupt-\S+ may still contain the key and session tokens\. .*\n$/),
  ])
  expect(readdirSync(join(user.home, 'sessions'))).toEqual([])
})

test('logout fails if it cannot remove the key', async ({ server }) => {
  const user = createUser()
  await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
  rmSync(join(user.home, 'config.json'))
  mkdirSync(join(user.home, 'config.json'))
  const { exitCode, stdout, stderr } = await user.memanto(['logout'])
  expect([exitCode, stdout, stderr]).toEqual([1, '', expect.stringContaining('may still be stored')])
})

describe('config', () => {
  test('show prints every setting and where it comes from, with secrets masked', async ({ server }) => {
    const user = createUser()
    mkdirSync(user.home, { recursive: true })
    writeFileSync(join(user.home, 'config.json'), '{"their_secret": "hunter2"}')
    await user.memanto(['login', '--url', server.url, '--key-stdin'], { input: server.key })
    const { session_token } = await user.json<Session>('agent', 'activate', 'shown', '--create')
    const shown = await user.memanto(['config', 'show'])
    expect(shown.stdout.split('\n').slice(0, -1)).toEqual([
      `Home:          ${user.home}`,
      `Server:        ${server.url} (config.json)`,
      `API Key:       mk_live_…${server.key.slice(-4)} (config.json)`,
      'Agent:         shown (config.json)',
      'Session Token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9... (config.json)',
      'Auto Renew:    true (default)',
      'Other Fields:  their_secret (from other programs, kept)',
      expect.stringMatching(/^Session: {7}shown until \d{4}-.* UTC$/),
    ])
    const asJson = await user.memanto(['config', 'show', '--json'])
    expect(JSON.parse(asJson.stdout)).toMatchObject({
      server_url: { value: server.url, from: 'config.json' },
      other_fields: ['their_secret'],
    })
    for (const secret of [server.key, session_token, 'hunter2']) expect(shown.stdout + asJson.stdout).not.toContain(secret)
    const byEnv = await user.memanto(['config', 'show'], { env: { MOORCHEH_API_KEY: server.key, MEMANTO_AGENT_ID: 'other' } })
    expect(byEnv.stdout).toMatch(/API Key: {7}mk_live_….{4} \(MOORCHEH_API_KEY\)\nAgent: {9}other \(MEMANTO_AGENT_ID\)/)
  })

  test('set changes server_url and auto_renew, and refuses invalid values and other names', async ({ server }) => {
    const user = createUser()
    expect(await user.memanto(['config', 'set', 'server_url', `${server.url}/api/v2/`])).toMatchObject({ exitCode: 0, stderr: '' })
    await user.memanto(['config', 'set', 'auto_renew', 'false'])
    expect(user.config()).toEqual({ server_url: server.url, auto_renew: false })
    for (const [name, value] of [
      ['auto_renew', 'perhaps'],
      ['color', 'red'],
      ['toString', 'x'],
      ['server_url', 'http://me:secret@x'],
    ] as const) {
      const { exitCode, stderr } = await user.memanto(['config', 'set', name, value])
      expect([name, exitCode, stderr.includes('secret@')]).toEqual([name, 2, false])
    }
    const unknown = await user.memanto(['config', 'set', 'bogus', 'x'])
    expect(unknown.stderr).toContain('Settings: server_url, active_agent_id, auto_renew, api_key.')
  })
})

describe('agents', () => {
  test('are created, listed, shown and deleted', async ({ user }) => {
    const created = await user.memanto([
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
    expect(created).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("✓ Agent 'librarian' created") })
    expect(await user.json('agent', 'show', 'librarian')).toMatchObject({
      pattern: 'tool',
      description: 'Finds books',
      metadata: { floor: 2 },
    })
    expect(await user.memanto(['agent', 'create', 'Librarian'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('choose another name'),
    })
    expect((await user.memanto(['agent', 'list', '-q', 'libr'])).stdout).toMatch(/^AGENT .*\nlibrarian +INACTIVE/)
    expect(await user.json('agent', 'list', '--limit', '1')).toMatchObject({ count: 1 })
    expect(await user.memanto(['agent', 'delete', 'librarian', '--yes'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Memories Deleted: 0'),
    })
  })

  test('are changed, and put on legal hold', async ({ user }) => {
    await user.memanto(['agent', 'create', 'archivist', '--description', 'Keeps files'])
    const { exitCode, stdout } = await user.memanto(['agent', 'edit', 'archivist', '--pattern', 'tool', '--legal-hold', 'on'])
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^✓ Agent 'archivist' changed\n(.*\n)*Legal Hold: +on\n/)])
    expect(await user.memanto(['agent', 'delete', 'archivist', '--yes'])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('hold'),
    })
    const changed = await user.json(
      'agent',
      'edit',
      'archivist',
      '--legal-hold',
      'off',
      '--description',
      '',
      '--metadata',
      '{"owner": "ada"}',
    )
    expect(changed).toMatchObject({ pattern: 'tool', description: '', metadata: { owner: 'ada' }, legal_hold: false })
    expect(await user.memanto(['agent', 'edit', 'archivist'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Nothing to change.'),
    })
  })

  test('are deleted on a terminal only after their name is typed', async ({ user }) => {
    await user.memanto(['agent', 'activate', 'doomed', '--create'])
    const refused = await user.inTerminal(['agent', 'delete', 'doomed'], { answers: [['to confirm: ', 'no\r']] })
    expect([refused.exitCode, refused.lines.join('\n')]).toEqual([2, expect.stringContaining('Nothing was deleted')])
    const done = await user.inTerminal(['agent', 'delete', 'doomed'], { answers: [['to confirm: ', 'doomed\r']] })
    expect([done.exitCode, done.lines.join('\n')]).toEqual([0, expect.stringContaining("✓ Agent 'doomed' deleted")])
    expect(user.config()).toEqual({ sessions: {} })
    expect(readdirSync(join(user.home, 'sessions'))).toEqual([])
  })
})

describe('sessions', () => {
  test('are listed by agent, status, end reason and time, and shown with their timeline', async ({ user }) => {
    const first = await user.json<Session>('agent', 'activate', 'historic', '--create')
    await user.memanto(['remember', 'something'])
    await user.memanto(['session', 'extend', '--hours', '2'])
    const second = await user.json<Session>('agent', 'activate', 'historic', '--on-active', 'replace')
    const listed = async (...filters: string[]) =>
      (await user.json<{ sessions: Session[] }>('session', 'list', '--agent', 'historic', ...filters)).sessions.map(
        ({ session_id }) => session_id,
      )
    expect(await listed()).toEqual([second.session_id, first.session_id])
    expect(await listed('--limit', '1')).toEqual([second.session_id])
    expect(await listed('--limit', '1', '--all')).toEqual([second.session_id, first.session_id])
    expect(await listed('--status', 'active')).toEqual([second.session_id])
    expect(await listed('--end-reason', 'replaced')).toEqual([first.session_id])
    expect(await listed('--from', '2100-01-01')).toEqual([])
    expect(await listed('--to', '2100-01-01')).toHaveLength(2)
    const { stdout } = await user.memanto(['session', 'show', first.session_id])
    expect(stdout).toMatch(/Status: +INACTIVE \(replaced\)\n/)
    expect(stdout).toMatch(/Timeline\nTIME .*\n.* activated .*\n.* remembered +1 .*\n.* extended +\+2 h .*\n.* ended /)
    const table = await user.memanto(['session', 'list', '--agent', 'historic'])
    expect(table.stdout).toMatch(/^SESSION +AGENT +STATUS .*\nsess_\w+ +historic +ACTIVE .*\nsess_\w+ +historic +INACTIVE \(replaced\)/)
    const { lines } = await user.inTerminal(['session', 'list', '--agent', 'historic'], { columns: 60 })
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60)
    expect(lines.join('\n')).toContain(`Session:   ${second.session_id}`)
  })

  test('list the memories that they stored or recalled', async ({ user }) => {
    const { session_id } = await user.json<Session>('agent', 'activate', 'reader', '--create')
    for (const content of ['Ada prefers e-mail', 'Bob prefers the phone']) await user.memanto(['remember', content])
    for (let nth = 0; nth < 2; nth++) await user.memanto(['recall', 'Ada', '--limit', '1'])
    const listed = async (...options: string[]) => {
      const page = await user.json<{ session_id: string; memories: SessionMemory[] }>('session', 'memories', ...options)
      expect(page).toMatchObject({ session_id, agent_id: 'reader', next_cursor: options.includes('1') ? expect.any(String) : null })
      return page.memories.map(({ content }) => content)
    }
    expect(await listed()).toEqual(['Ada prefers e-mail', 'Bob prefers the phone'])
    expect(await listed('--limit', '1')).toEqual(['Ada prefers e-mail'])
    const cut = await user.memanto(['session', 'memories', '--limit', '1', '--json'])
    expect(cut.stderr).toBe('There are more memories. Use --all to list all.\n')
    expect(await listed('--limit', '2', '--all')).toHaveLength(2)
    await user.memanto(['agent', 'deactivate'])
    expect(await listed(session_id, '--recalled')).toEqual(['Ada prefers e-mail'])
    const { stdout } = await user.memanto(['session', 'memories', session_id, '--recalled'])
    expect(stdout).toMatch(/^1\. Ada prefers e-mail\n {3}fact · .* · mem_\w+ · recalled 2 times, last .* UTC\n$/)
    expect(await user.memanto(['session', 'memories', 'sess_nothing'])).toMatchObject({ stdout: '', exitCode: 1 })
  })
})

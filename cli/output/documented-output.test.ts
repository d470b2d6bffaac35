import { describe, expect } from 'vitest'
import { test } from '../../test/cli/fixtures'
import { respond, startScriptedServer } from '../../test/cli/http-servers'
import { createUser } from '../../test/cli/user'
import { freePort } from '../../test/free-port'
import { createKey } from '../../test/teams'
import type { Session, SessionInfo, Summary } from '../http/client'

const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`
const REMAINING = '(5h 59m|6h 0m)'

/** The examples of the documentation, in its order: the arguments, and each line that is printed. */
const EXAMPLES: [args: string[], lines: (string | RegExp)[]][] = [
  [
    ['agent', 'activate', 'customer-support'],
    [
      "✓ Session activated for agent 'customer-support'",
      /^Session ID: {4}sess_\w+$/,
      'Session Token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
      new RegExp(`^Created At: {4}${TIME}$`),
      new RegExp(`^Expires At: {4}${TIME}$`),
      new RegExp(`^Expires In: {4}${REMAINING}$`),
    ],
  ],
  [
    ['session', 'info'],
    [
      'Current Session Information',
      '',
      'Agent:     customer-support',
      'Status:    ACTIVE',
      new RegExp(`^Created:   ${TIME}$`),
      new RegExp(`^Expires:   ${TIME}$`),
      new RegExp(`^Remaining: ${REMAINING}$`),
    ],
  ],
  [
    ['session', 'extend', '--hours', '6'],
    ['✓ Session extended successfully', new RegExp(`^New Expiry: ${TIME}$`), 'Hours Added: 6'],
  ],
  [
    ['session', 'extend', '--hours', '12'],
    ['✓ Session extended successfully', new RegExp(`^New Expiry: ${TIME}$`), 'Hours Added: 12'],
  ],
  [
    ['agent', 'deactivate'],
    [
      "✓ Session deactivated for agent 'customer-support'",
      'Session Summary:',
      /^- Duration: \d+s$/,
      '- Memories Stored: 0',
      '- Memories Retrieved: 0',
    ],
  ],
]

function expectLines(lines: string[], expected: (string | RegExp)[]) {
  expect(lines.at(-1)).toBe('')
  expect(lines.slice(0, -1)).toEqual(expected.map((line) => (typeof line === 'string' ? line : expect.stringMatching(line))))
}

describe('the commands print what the documentation shows', () => {
  test('in a terminal', async ({ user }) => {
    await user.memanto(['agent', 'create', 'customer-support'])
    for (const [args, expected] of EXAMPLES) {
      const { exitCode, lines } = await user.inTerminal(args)
      expect(exitCode).toBe(0)
      expectLines(lines, expected)
    }
  })

  test('in a script', async ({ user }) => {
    await user.memanto(['agent', 'create', 'customer-support'])
    for (const [args, expected] of EXAMPLES) {
      const { exitCode, stdout, stderr } = await user.memanto(args)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expectLines(stdout.split('\n'), expected)
    }
  })

  test('in a narrow terminal', async ({ user }) => {
    await user.memanto(['agent', 'create', 'customer-support'])
    const [args, expected] = EXAMPLES[0] ?? [[], []]
    expectLines((await user.inTerminal(args, { columns: 60 })).lines, expected)
  })
})

test('status shows the server, the masked key and the active agents', async ({ server, user }) => {
  await user.memanto(['agent', 'activate', 'status-agent', '--create'])
  const { exitCode, lines } = await user.inTerminal(['status'])
  expect(exitCode).toBe(0)
  const text = lines.join('\n')
  expect(text).toContain(`Server:    ${server.url} (ok, version 0.1.0)`)
  expect(text).toContain(`Signed in: mk_live_…${server.key.slice(-4)}`)
  expect(text).toMatch(new RegExp(`Session:   ACTIVE, ${REMAINING} left, until ${TIME}`))
  expect(text).toMatch(new RegExp(`status-agent \\* +${REMAINING} .*${TIME}`))
  expect(text).not.toContain(server.key)
})

test('status without a session succeeds and says how to start one', async ({ user }) => {
  expect(await user.memanto(['status'])).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('none. Start one') })
})

test('status --agent shows the agent that is named, also while the server cannot be reached', async ({ user }) => {
  await user.memanto(['agent', 'activate', 'status-default', '--create'])
  await user.memanto(['agent', 'create', 'status-named'])
  const { stdout } = await user.memanto(['status', '--agent', 'status-named'])
  expect(stdout).toContain('Agent:     status-named\nSession:   none. Start one: memanto agent activate status-named\n')
  expect(stdout).toContain('status-default')
  const down = await user.memanto(['status', '--agent', 'status-named'], { env: { MEMANTO_URL: `http://127.0.0.1:${await freePort()}` } })
  expect(down).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(/^Agent: {5}status-named$/m) })
  expect(down.stdout).not.toContain('last known')
})

test('status says that the session of an agent is active elsewhere, and how to join it', async ({ server, user }) => {
  await createUser(server).json('agent', 'activate', 'status-elsewhere', '--create')
  const { stdout } = await user.memanto(['status', '--agent', 'status-elsewhere'])
  const session = `ACTIVE, but not on this machine, ${REMAINING} left. Join it: memanto agent activate status-elsewhere`
  expect(stdout).toMatch(new RegExp(`^Session:   ${session}$`, 'm'))
  await user.memanto(['agent', 'activate', 'status-elsewhere'])
  expect((await user.memanto(['status'])).stdout).toMatch(/^Session: {3}ACTIVE, .* left, until /m)
})

test('status says that another session has replaced the one on this machine, and how to join it', async ({ server, user }) => {
  const { session_token } = await user.json<Session>('agent', 'activate', 'status-replaced', '--create')
  const other = createUser(server)
  const { session_id } = await other.json<Session>('agent', 'activate', 'status-replaced', '--on-active', 'replace')
  const { stdout } = await user.memanto(['status'])
  const replaced = `ACTIVE, but another session has replaced the one on this machine, ${REMAINING} left. Join it: `
  expect(stdout).toMatch(new RegExp(`^Session:   ${replaced}memanto agent activate status-replaced$`, 'm'))
  expect(await user.json('status')).toMatchObject({ session: null, session_refused: { end_reason: 'replaced' } })
  const keyless = await createUser({ url: server.url }).memanto(['status'], { env: { MEMANTO_SESSION_TOKEN: session_token } })
  const unlisted = 'INACTIVE: Another session has replaced the one on this machine. Sign in, then join it: '
  expect(keyless.stdout).toContain(`Session:   ${unlisted}memanto agent activate status-replaced\n`)
  expect(await user.json('agent', 'activate', 'status-replaced')).toMatchObject({ session_id })
  await other.memanto(['agent', 'deactivate'])
  expect((await user.memanto(['status'])).stdout).toContain(
    'Session:   INACTIVE: The session has ended (deactivated). Activate the agent again.\n',
  )
})

test('status leaves out active agents that the key may not list; its JSON has the own one, and says so', async ({ server, user }) => {
  const limited = createUser({ url: server.url, key: await createKey(server.db, server.teamId, { scopes: ['memories:read'] }) })
  expect((await limited.memanto(['status'])).stdout).not.toMatch(/active agents/i)
  expect(await limited.json('status')).toMatchObject({ sessions: [], other_sessions: 'unknown' })
  const { session_token } = await user.json<Session>('agent', 'activate', 'status-own', '--create')
  const keyless = createUser({ url: server.url })
  const { stdout } = await keyless.memanto(['status', '--json'], { env: { MEMANTO_SESSION_TOKEN: session_token } })
  expect(JSON.parse(stdout)).toMatchObject({ sessions: [{ agent_id: 'status-own' }], other_sessions: 'unknown' })
})

test('status has several pages of active agents, and says that there are more than it has', async ({ server }) => {
  const session = (name: string) => ({ session_id: name, agent_id: name, time_remaining_seconds: 9000, expires_at: '2100-01-01T00:00:00Z' })
  const { url } = await startScriptedServer((response, request) => {
    if (request.url === '/health') return respond(200, { status: 'ok', service: 'memanto', version: '1' })(response, request)
    const page = Number(new URL(request.url ?? '', url).searchParams.get('cursor'))
    const sessions = Array.from({ length: 100 }, (_, place) => session(`agent-${page * 100 + place}`))
    return respond(200, { sessions, next_cursor: page === last ? null : `${page + 1}` })(response, request)
  })
  let last = 1
  const reader = createUser({ url, key: server.key })
  const read = () => reader.json<{ sessions: Session[]; other_sessions: string }>('status')
  expect(await read()).toMatchObject({ sessions: { length: 200, 199: { agent_id: 'agent-199' } }, other_sessions: 'listed' })
  last = 1000
  expect(await read()).toMatchObject({ sessions: { length: 500 }, other_sessions: 'more' })
  expect((await reader.memanto(['status'])).stdout).toContain('\nand more. List all: memanto session list --status active --all\n')
})

test('colours appear only on a terminal, without NO_COLOR and TERM=dumb', async ({ user }) => {
  const code = '\u001b['
  await user.memanto(['agent', 'activate', 'coloured', '--create'])
  expect((await user.inTerminal(['session', 'info'])).raw).toContain(code)
  expect((await user.inTerminal(['session', 'info'], { env: { NO_COLOR: '1' } })).raw).not.toContain(code)
  expect((await user.inTerminal(['session', 'info'], { env: { TERM: 'dumb' } })).raw).not.toContain(code)
  expect((await user.memanto(['session', 'info'], { env: { CI: '1' } })).stdout).not.toContain(code)
})

test('--local shows times in the time zone of the reader', async ({ user }) => {
  await user.memanto(['agent', 'activate', 'local', '--create'])
  const { stdout } = await user.memanto(['session', 'info', '--local'], { env: { TZ: 'Asia/Kolkata' } })
  expect(stdout).toMatch(/Created: {3}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (GMT\+5:30|IST)/)
})

test('only --show-token and --json print the whole token', async ({ user }) => {
  const { session_token } = await user.json<Session>('agent', 'activate', 'secretive', '--create')
  expect(session_token.split('.')).toHaveLength(3)
  const { stdout } = await user.memanto(['agent', 'activate', 'secretive', '--show-token'])
  expect(stdout).toContain(`Session Token: ${session_token}`)
  for (const args of [['session', 'info'], ['status'], ['config', 'show'], ['session', 'list']])
    expect(JSON.stringify(await user.memanto(args))).not.toContain(session_token)
})

test('--json prints the JSON of the API and nothing else', async ({ server, user }) => {
  await user.memanto(['agent', 'activate', 'as-json', '--create'])
  const info = await user.json<SessionInfo>('session', 'info')
  const response = await fetch(`${server.url}/api/v2/agents/as-json/status`, { headers: { authorization: `Bearer ${server.key}` } })
  const expected = (await response.json()) as SessionInfo
  expect({ ...info, time_remaining_seconds: 0 }).toEqual({ ...expected, time_remaining_seconds: 0 })
  const { exitCode, stdout, stderr } = await user.memanto(['agent', 'activate', 'as-json', '--json'])
  expect({ exitCode, stderr, reused: JSON.parse(stdout).reused }).toEqual({ exitCode: 0, stderr: '', reused: true })
  expect(await user.json<Summary>('agent', 'deactivate')).toMatchObject({ end_reason: 'deactivated', agent_id: 'as-json' })
})

test('activate takes the length, and what to do with an active session', async ({ server, user }) => {
  const first = await user.json<Session>('agent', 'activate', 'billing-bot', '--create', '--hours', '1.5')
  expect(first).toMatchObject({ duration_hours: 1.5, reused: false })
  const refused = await createUser(server).memanto(['agent', 'activate', 'billing-bot', '--on-active', 'reject'])
  expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('--on-active replace') })
  const second = await user.json<Session>('agent', 'activate', 'billing-bot', '--on-active', 'replace')
  expect(second.session_id).not.toBe(first.session_id)
  expect(await user.memanto(['agent', 'activate', 'unknown-agent'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('agent create unknown-agent'),
  })
})

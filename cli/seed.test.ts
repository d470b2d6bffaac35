import { beforeAll, describe, expect, test } from 'vitest'
import type { Session, SessionInfo, Summary } from './client'
import { aPerson, openWorld, type Person } from './testing'

let person: Person
let at: { url: string; key: string }

beforeAll(async () => {
  at = await openWorld()
  person = aPerson(at)
  await person.memanto(['agent', 'create', 'customer-support'])
})

const TIME = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`
const LEFT = '(5h 59m|6h 0m)'

/** The seed's blocks, in its order: what is typed, and each line that comes. */
const BLOCKS: [args: string[], lines: (string | RegExp)[]][] = [
  [
    ['agent', 'activate', 'customer-support'],
    [
      "✓ Session activated for agent 'customer-support'",
      /^Session ID: {4}sess_\w+$/,
      'Session Token: eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...',
      new RegExp(`^Created At: {4}${TIME}$`),
      new RegExp(`^Expires At: {4}${TIME}$`),
      new RegExp(`^Expires In: {4}${LEFT}$`),
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
      new RegExp(`^Remaining: ${LEFT}$`),
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

describe('the commands of the seed print what the seed prints', () => {
  test('in a terminal', async () => {
    for (const [args, expected] of BLOCKS) {
      const { exitCode, lines } = await person.inTerminal(args)
      expect(exitCode).toBe(0)
      expectLines(lines, expected)
    }
  })

  test('in a script', async () => {
    for (const [args, expected] of BLOCKS) {
      const { exitCode, stdout, stderr } = await person.memanto(args)
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      expectLines(stdout.split('\n'), expected)
    }
  })

  test('in a narrow terminal', async () => {
    const [args, expected] = BLOCKS[0] ?? [[], []]
    expectLines((await person.inTerminal(args, { columns: 60 })).lines, expected)
    await person.memanto(['agent', 'deactivate'])
  })
})

test('status tells the server, who is signed in and who is active, in a terminal too', async () => {
  await person.memanto(['agent', 'activate', 'customer-support'])
  const { exitCode, lines } = await person.inTerminal(['status'])
  expect(exitCode).toBe(0)
  const text = lines.join('\n')
  expect(text).toContain(`Server:    ${at.url} (ok, version 0.1.0)`)
  expect(text).toContain(`Signed in: mk_live_…${at.key.slice(-4)}`)
  expect(text).toMatch(new RegExp(`Session:   ACTIVE, ${LEFT} left, until ${TIME}`))
  expect(text).toMatch(new RegExp(`customer-support \\*  ${LEFT} .*${TIME}`))
  expect(text).not.toContain(at.key)
})

test('status is no failure without a session', async () => {
  const newcomer = aPerson(at)
  expect(await newcomer.memanto(['status'])).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('none. Start one') })
})

test('colour only on a terminal, and not with NO_COLOR or on a dumb one', async () => {
  const code = '\u001b['
  expect((await person.inTerminal(['session', 'info'])).raw).toContain(code)
  expect((await person.inTerminal(['session', 'info'], { env: { NO_COLOR: '1' } })).raw).not.toContain(code)
  expect((await person.inTerminal(['session', 'info'], { env: { TERM: 'dumb' } })).raw).not.toContain(code)
  expect((await person.memanto(['session', 'info'], { env: { CI: '1' } })).stdout).not.toContain(code)
})

test('--local shows times in the zone of the reader', async () => {
  const { stdout } = await person.memanto(['session', 'info', '--local'], { env: { TZ: 'Asia/Kolkata' } })
  expect(stdout).toMatch(/Created: {3}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (GMT\+5:30|IST)/)
})

test('--show-token and --json give the whole token, nothing else does', async () => {
  const { session_token } = await person.json<Session>('agent', 'activate', 'customer-support')
  expect(session_token.split('.')).toHaveLength(3)
  const { stdout } = await person.memanto(['agent', 'activate', 'customer-support', '--show-token'])
  expect(stdout).toContain(`Session Token: ${session_token}`)
  for (const args of [['session', 'info'], ['status'], ['config', 'show'], ['session', 'list']])
    expect(JSON.stringify(await person.memanto(args))).not.toContain(session_token)
})

test('--json prints the JSON of the API and nothing else', async () => {
  const info = await person.json<SessionInfo>('session', 'info')
  const asked = await fetch(`${at.url}/api/v2/agents/customer-support/status`, { headers: { authorization: `Bearer ${at.key}` } })
  const told = (await asked.json()) as SessionInfo
  expect({ ...info, time_remaining_seconds: 0 }).toEqual({ ...told, time_remaining_seconds: 0 })
  const { exitCode, stdout, stderr } = await person.memanto(['agent', 'activate', 'customer-support', '--json'])
  expect({ exitCode, stderr, reused: JSON.parse(stdout).reused }).toEqual({ exitCode: 0, stderr: '', reused: true })
  expect(await person.json<Summary>('agent', 'deactivate')).toMatchObject({ end_reason: 'deactivated', agent_id: 'customer-support' })
})

test('activation takes hours, and what to do with a session that runs', async () => {
  const first = await person.json<Session>('agent', 'activate', 'billing-bot', '--create', '--hours', '1.5')
  expect(first).toMatchObject({ duration_hours: 1.5, reused: false })
  const refused = await person.memanto(['agent', 'activate', 'billing-bot', '--on-active', 'reject'])
  expect(refused).toMatchObject({ exitCode: 1, stdout: '', stderr: expect.stringContaining('--on-active replace') })
  const second = await person.json<Session>('agent', 'activate', 'billing-bot', '--on-active', 'replace')
  expect(second.session_id).not.toBe(first.session_id)
  expect(await person.memanto(['agent', 'activate', 'nobody-yet'])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('agent create nobody-yet'),
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { test as base } from '../../test/cli/fixtures'
import { startProxy } from '../../test/cli/http-servers'
import { temporaryFolder } from '../../test/cli/process'
import { activateNewAgent, type CliUser, createUser } from '../../test/cli/user'
import { ageSession, moveClock } from '../../test/clock'
import { createKey, keyIdOf } from '../../test/teams'
import type { ExtendedSession, Session, SessionInfo, Summary } from '../http/client'
import { isDueForRenewal, isExpiringSoon, remainingSecondsAtRenewal } from './renewal'

/** `clock` moves the server's clock by hours; it is right again at the end of the test. */
const test = base.extend<{ $test: { clock: { forward(hours: number): Promise<void> } } }>({
  clock: async ({ server }, use) => {
    await use({ forward: (hours) => moveClock(server.db, hours) })
    await moveClock(server.db, 0)
  },
})

const HOUR_MS = 3_600_000
const storedSession = (user: CliUser, agent: string) => (user.config().sessions as Record<string, Session>)[agent]
const sessionFilePath = (user: CliUser, agent: string) => join(user.home, 'sessions', `${agent}.json`)

test('a session is due with less than 30 minutes and less than a quarter of its length left', () => {
  const of = (minutes: number, hours: number) => ({ time_remaining_seconds: minutes * 60, duration_hours: hours })
  expect([isDueForRenewal(of(29, 6)), isDueForRenewal(of(30, 6)), isDueForRenewal(of(31, 6))]).toEqual([true, false, false])
  expect([isDueForRenewal(of(20, 1)), isDueForRenewal(of(15, 1)), isDueForRenewal(of(14, 1))]).toEqual([false, false, true])
  expect([isExpiringSoon(of(20, 1)), isExpiringSoon(of(30, 1))]).toEqual([true, false])
})

test('a session that is not due yet is read again when it is, and never if it is not renewed then', () => {
  const context = (renew: boolean, auto_renew: boolean) => ({ options: { renew }, config: { auto_renew } }) as never
  const info = (minutes: number) => ({ time_remaining_seconds: minutes * 60, duration_hours: 1 }) as SessionInfo
  expect(remainingSecondsAtRenewal(context(true, true), info(20))).toBe(15 * 60)
  expect(remainingSecondsAtRenewal(context(true, true), info(14))).toBe(0)
  expect([remainingSecondsAtRenewal(context(false, true), info(20)), remainingSecondsAtRenewal(context(true, false), info(20))]).toEqual([
    0, 0,
  ])
})

describe('the number of requests', () => {
  const CURRENT = 'GET /api/v2/session/current'
  const EXTEND = 'POST /api/v2/session/extend'
  const COMMANDS = [
    [['remember', 'Ada likes tea'], (agent: string) => `POST /api/v2/agents/${agent}/remember`],
    [['recall', 'tea'], (agent: string) => `GET /api/v2/agents/${agent}/recall`],
  ] as const

  test.for(COMMANDS)('%j is one request while the stored expiry is not near', async ([args, request], { server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    const { url, requests } = await startProxy(server.url)
    expect(await user.memanto([...args], { env: { MEMANTO_URL: url } })).toMatchObject({ exitCode: 0, stderr: '' })
    expect(requests).toEqual([request(agent_id)])
  })

  test.for(COMMANDS)('%j renews the session first if the stored expiry is near', async ([args, request], { server, user }) => {
    const { agent_id, session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, 5.75)
    await user.memanto(['session', 'info', '--no-renew'])
    const { url, requests } = await startProxy(server.url)
    expect(await user.memanto([...args], { env: { MEMANTO_URL: url } })).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^The session of agent '[\w-]+' had 1[45]m left: renewed until \S+ \S+ UTC\.\n$/),
    })
    expect(requests).toEqual([CURRENT, EXTEND, request(agent_id)])
  })

  test.for(COMMANDS)(
    '%j renews the session afterwards if only the response says that it ends soon',
    async ([args, request], { server, user }) => {
      const { agent_id, session_id } = await activateNewAgent(user)
      await ageSession(server.db, session_id, 5.75)
      const { url, requests } = await startProxy(server.url)
      expect(await user.memanto([...args], { env: { MEMANTO_URL: url } })).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('left: renewed until'),
      })
      expect(requests).toEqual([request(agent_id), CURRENT, EXTEND])
      requests.length = 0
      expect(await user.memanto([...args], { env: { MEMANTO_URL: url } })).toMatchObject({ exitCode: 0, stderr: '' })
      expect(requests).toEqual([request(agent_id)])
    },
  )

  test('a token from the environment needs no stored expiry', async ({ server, user }) => {
    const { agent_id, session_id, session_token } = await activateNewAgent(user)
    const { url, requests } = await startProxy(server.url)
    const env = { MEMANTO_URL: url, MEMANTO_SESSION_TOKEN: session_token }
    expect(await createUser(server).memanto(['recall', 'tea'], { env })).toMatchObject({ exitCode: 0, stderr: '' })
    await ageSession(server.db, session_id, 5.75)
    expect((await createUser(server).memanto(['recall', 'tea'], { env })).stderr).toContain('renewed until')
    const recall = `GET /api/v2/agents/${agent_id}/recall`
    expect(requests).toEqual([recall, recall, CURRENT, EXTEND])
  })

  test('a batch reads a session once that is not renewed, and warns once on a line of its own', async ({ server, user }) => {
    const { agent_id, session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, 5.75)
    await user.memanto(['session', 'info', '--no-renew'])
    const { url, requests } = await startProxy(server.url)
    const file = join(temporaryFolder(), 'lines.jsonl')
    writeFileSync(file, '"a line"\n'.repeat(250))
    const { lines } = await user.inTerminal(['remember', '--batch', file, '--no-renew'], { env: { MEMANTO_URL: url } })
    const send = `POST /api/v2/agents/${agent_id}/batch-remember`
    expect(requests).toEqual([CURRENT, send, send, send])
    expect(lines.filter((line) => line.includes('Warning: '))).toHaveLength(1)
  })

  test('a renewal that fails after the work leaves the result, with a warning', async ({ server, user }) => {
    const { session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, 5.75)
    const { url } = await startProxy(server.url, (request) => request.url === '/api/v2/session/current')
    const { exitCode, stdout, stderr } = await user.memanto(['remember', 'kept'], { env: { MEMANTO_URL: url } })
    expect([exitCode, stdout, stderr]).toEqual([
      0,
      expect.stringContaining('✓ Memory stored'),
      expect.stringMatching(/^Warning: the session of agent '[\w-]+' ends soon\. Renewal failed: /),
    ])
  })
})

describe('a session that expires soon', () => {
  test.for([[['status']], [['session', 'info']], [['remember', 'Ada likes tea']], [['recall', 'tea']]])(
    '%j renews it by 6 hours, stores the new expiry and says so on stderr',
    async ([args = []], { server, user }) => {
      const { agent_id, session_id } = await activateNewAgent(user)
      await ageSession(server.db, session_id, 5.75)
      const before = await user.json<SessionInfo>('session', 'info', '--no-renew')
      const { exitCode, stderr } = await user.memanto(args)
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(new RegExp(`^The session of agent '${agent_id}' had 1[45]m left: renewed until \\S+ \\S+ UTC\\.\n`))
      const renewed = await user.json<SessionInfo>('session', 'info')
      expect(Date.parse(renewed.expires_at) - Date.parse(before.expires_at)).toBe(6 * HOUR_MS)
      expect(renewed).toMatchObject({ session_id, extensions: 1 })
      const { active_session_token } = user.config()
      expect(storedSession(user, agent_id)).toMatchObject({ expires_at: renewed.expires_at, session_token: active_session_token })
      expect(JSON.parse(readFileSync(sessionFilePath(user, agent_id), 'utf8')).expires_at).toBe(renewed.expires_at)
    },
  )

  test('--no-renew and auto_renew=false leave it alone, with a warning', async ({ server, user }) => {
    const { agent_id, session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, 5.75)
    const warning = expect.stringMatching(
      new RegExp(`^Warning: the session of agent '${agent_id}' ends in 1[45]m\\. .*memanto session extend`),
    )
    expect(await user.memanto(['recall', 'x', '--no-renew'])).toMatchObject({ exitCode: 0, stderr: warning })
    expect(await user.memanto(['status', '--no-renew'])).toMatchObject({ exitCode: 0, stderr: warning })
    await user.memanto(['config', 'set', 'auto_renew', 'false'])
    expect(await user.memanto(['remember', 'something'])).toMatchObject({ exitCode: 0, stderr: warning })
    expect(await user.json<SessionInfo>('session', 'info')).toMatchObject({ extensions: 0 })
  })

  test('a short session is renewed only when less than a quarter of it is left', async ({ user, clock }) => {
    await activateNewAgent(user, { duration_hours: 0.5 })
    expect(await user.memanto(['session', 'info'])).toMatchObject({ stderr: expect.stringMatching(/^Warning: .* ends in (29|30)m/) })
    await clock.forward(0.4)
    expect(await user.memanto(['session', 'info'])).toMatchObject({ stderr: expect.stringMatching(/had [56]m left: renewed/) })
  })

  test('at its maximum lifetime it is used as it is, with the reason why it is not renewed', async ({ server, user }) => {
    const { session_id } = await activateNewAgent(user)
    const setCap = (hours: number) =>
      server.db.updateTable('teams').set({ life_cap_hours: hours }).where('id', '=', server.teamId).execute()
    await setCap(6)
    await ageSession(server.db, session_id, 5.75)
    const result = await user.memanto(['remember', 'the last words'])
    await setCap(168)
    expect(result).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Renewal failed: Maximum session lifetime reached (6 hours)'),
    })
  })

  test.for([
    ['renew', 5.75, ['recall', 'x']],
    ['revive', 7, ['recall', 'x', '--reactivate']],
  ] as const)('several commands that %s it at once do so once', async ([, hours, args], { server, user }) => {
    const { session_id } = await activateNewAgent(user)
    await ageSession(server.db, session_id, hours)
    const results = await Promise.all(Array.from({ length: 6 }, () => user.memanto([...args])))
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr.includes('Error')])).toEqual(Array(6).fill([0, false]))
    expect(await user.json<SessionInfo>('session', 'info')).toMatchObject({ session_id, extensions: 1 })
  })

  test('with an hour left it is neither renewed nor mentioned', async ({ user, clock }) => {
    await activateNewAgent(user)
    await clock.forward(5)
    expect(await user.memanto(['status'])).toMatchObject({ exitCode: 0, stderr: '' })
  })
})

describe('a session that is over', () => {
  test.for([[['remember', 'too late']], [['recall', 'anything']]])(
    'expired: %j names the command that revives it',
    async ([args = []], { user, clock }) => {
      const { agent_id, session_id } = await activateNewAgent(user)
      await clock.forward(7)
      const refused = await user.memanto(args)
      expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
      expect(refused.stderr).toContain(`memanto session extend --agent ${agent_id}`)
      expect(refused.stderr).toContain(`memanto agent activate ${agent_id}`)
      const revived = await user.json<ExtendedSession>('session', 'extend')
      expect(revived).toMatchObject({ session_id, hours_added: 6 })
      expect(await user.memanto(args)).toMatchObject({ exitCode: 0, stderr: '' })
    },
  )

  test('after the grace period, extend names the command that starts a new session', async ({ user, clock }) => {
    const { agent_id } = await activateNewAgent(user)
    await clock.forward(31)
    const refused = await user.memanto(['session', 'extend'])
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`memanto agent activate ${agent_id}`) })
    expect(refused.stderr).not.toContain('Reactivate it')
    expect(await user.memanto(['agent', 'activate', agent_id])).toMatchObject({ exitCode: 0 })
    expect(await user.memanto(['remember', 'in time again'])).toMatchObject({ exitCode: 0 })
  })

  test('the hint does not depend on the clock of this machine', async ({ user, clock }) => {
    const { agent_id } = await activateNewAgent(user)
    const path = join(user.home, 'config.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"expires_at": "[^"]+"/, '"expires_at": "2001-01-01T00:00:00Z"'))
    await clock.forward(7)
    expect((await user.memanto(['remember', 'x'])).stderr).toContain(`Reactivate it: memanto session extend --agent ${agent_id}`)
  })

  test('without a key, the hint is to sign in first', async ({ user, clock }) => {
    const { agent_id } = await activateNewAgent(user)
    await clock.forward(7)
    for (const args of [
      ['remember', 'x'],
      ['session', 'extend'],
    ]) {
      const { stderr } = await user.memanto(args, { env: { MEMANTO_API_KEY: undefined } })
      expect(stderr).toContain(`Sign in: memanto login. Then reactivate it: memanto session extend --agent ${agent_id}`)
    }
  })

  test('status shows why, and succeeds', async ({ user, clock }) => {
    await activateNewAgent(user)
    await clock.forward(7)
    expect(await user.memanto(['status'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('INACTIVE: The session has expired'),
    })
  })

  test('--reactivate revives it within the grace period, and does the work', async ({ user, clock }) => {
    const { session_id } = await activateNewAgent(user)
    await clock.forward(7)
    const { exitCode, stdout, stderr } = await user.memanto(['remember', 'Ada likes tea', '--reactivate', '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('was reactivated') })
    expect(JSON.parse(stdout)).toMatchObject({ session_id, status: 'stored' })
  })

  test('--reactivate starts another session after the grace period', async ({ user, clock }) => {
    const { session_id } = await activateNewAgent(user)
    await clock.forward(40)
    const { exitCode, stdout, stderr } = await user.memanto(['recall', 'tea', '--reactivate', '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('started a new one') })
    expect(JSON.parse(stdout).session_id).not.toBe(session_id)
    expect((await user.json<SessionInfo>('session', 'info')).status).toBe('active')
  })

  test.for([
    ['recall', 'tea', '--reactivate'],
    ['remember', '--batch', '-', '--reactivate'],
  ] as const)('after agent deactivate, %j starts another session', async (args, { user }) => {
    const { agent_id, session_id } = await activateNewAgent(user)
    await user.memanto(['agent', 'deactivate', agent_id])
    const { exitCode, stdout, stderr } = await user.memanto([...args, '--agent', agent_id, '--json'], { input: '"Ada likes tea"' })
    const how = `There was no session of agent '${agent_id}' on this machine: started a new one.\n`
    expect([exitCode, stderr]).toEqual([0, how])
    expect(JSON.parse(stdout).session_id).not.toBe(session_id)
    expect(await user.memanto(['recall', 'tea', '--agent', agent_id])).toMatchObject({ exitCode: 0, stderr: '' })
    const withoutKey = await user.memanto(['recall', 'x', '--agent', 'another', '--reactivate'], { env: { MEMANTO_API_KEY: undefined } })
    expect(withoutKey).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('memanto login') })
  })

  test('--reactivate of one agent does not change the default agent', async ({ user, clock }) => {
    const { agent_id } = await activateNewAgent(user)
    const other = await activateNewAgent(user)
    await clock.forward(40)
    expect(await user.memanto(['remember', 'x', '--agent', agent_id, '--reactivate'])).toMatchObject({ exitCode: 0 })
    expect(user.config()).toMatchObject({ active_agent_id: other.agent_id, active_session_token: other.session_token })
    expect(await user.memanto(['recall', 'x', '--agent', agent_id])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('replaced: the hint says so, and --reactivate joins the new session', async ({ server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    const other = await createUser(server).json<Session>('agent', 'activate', agent_id, '--on-active', 'replace')
    const refused = await user.memanto(['remember', 'mine'])
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Another activation replaced this session') })
    const { stdout, stderr } = await user.memanto(['remember', 'mine', '--reactivate', '--json'])
    expect([JSON.parse(stdout).session_id, stderr]).toEqual([other.session_id, expect.stringContaining('joined the active one')])
  })

  test('deactivated, ended by an admin, or of a deleted agent: each has its own hint', async ({ server }) => {
    const users = [createUser(server), createUser(server), createUser(server)] as const
    const [deactivated, ended, deleted] = await Promise.all(users.map((user) => activateNewAgent(user)))
    const admin = createUser(server)
    await admin.memanto(['agent', 'deactivate', deactivated?.agent_id ?? ''])
    const headers = { authorization: `Bearer ${server.key}` }
    await fetch(`${server.url}/api/v2/sessions/${ended?.session_id}/end`, { method: 'POST', headers })
    await admin.memanto(['agent', 'delete', deleted?.agent_id ?? '', '--yes'])
    const results = await Promise.all(users.map((user) => user.memanto(['remember', 'x'])))
    expect(results.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
    expect(results.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('It was deactivated.'),
      expect.stringContaining('Somebody ended it'),
      expect.stringContaining('The agent and its memories were deleted.'),
    ])
  })

  test('deactivate removes a session that is over, or whose agent was deleted, from this machine', async ({ server }) => {
    const [ofEnded, ofDeleted] = [createUser(server), createUser(server)]
    const [ended, deleted] = [await activateNewAgent(ofEnded), await activateNewAgent(ofDeleted)]
    await createUser(server).json('agent', 'deactivate', ended.agent_id)
    await createUser(server).json('agent', 'delete', deleted.agent_id, '--yes')
    for (const user of [ofEnded, ofDeleted]) {
      expect(await user.memanto(['agent', 'deactivate'], { env: { MEMANTO_API_KEY: undefined } })).toMatchObject({ exitCode: 1 })
      expect(user.config()).toEqual({ sessions: {} })
    }
  })

  test('deactivate with an outdated token ends the session of its agent', async ({ server, user }) => {
    const { agent_id } = await activateNewAgent(user)
    await createUser(server).json('agent', 'activate', agent_id, '--on-active', 'replace')
    expect(await user.json<Summary>('agent', 'deactivate')).toMatchObject({ agent_id, end_reason: 'deactivated' })
    expect(user.config()).not.toHaveProperty('active_agent_id')
    expect(await user.memanto(['agent', 'deactivate', agent_id])).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('activate'),
    })
  })
})

test('with a revoked key, commands fail as not signed in', async ({ server }) => {
  const key = await createKey(server.db, server.teamId)
  const user = createUser({ ...server, key })
  await activateNewAgent(user)
  await server.db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(key)).execute()
  for (const args of [['remember', 'x'], ['agent', 'list'], ['status'], ['session', 'extend']]) {
    const { exitCode, stderr } = await user.memanto(args)
    expect([args, exitCode, stderr]).toEqual([args, 3, expect.stringMatching(/MEMANTO_API_KEY|Sign in with a valid key/)])
    expect(stderr).not.toContain(key)
  }
})

test('a newer copy of the token in a response is stored', async ({ user }) => {
  const { agent_id, session_token, expires_at } = await activateNewAgent(user)
  const paths = [join(user.home, 'config.json'), sessionFilePath(user, agent_id)]
  const before = paths.map((path) => [path, readFileSync(path, 'utf8')] as const)
  await user.memanto(['session', 'extend'])
  for (const [path, text] of before) writeFileSync(path, text)
  expect(await user.memanto(['recall', 'x'])).toMatchObject({ exitCode: 0 })
  const stored = storedSession(user, agent_id)
  expect(stored?.session_token).not.toBe(session_token)
  expect(Date.parse(stored?.expires_at ?? '') - Date.parse(expires_at)).toBe(6 * HOUR_MS)
})

test('a stored expiry that is wrong is corrected by the next response', async ({ user }) => {
  const { agent_id, expires_at } = await activateNewAgent(user)
  const path = join(user.home, 'config.json')
  writeFileSync(path, readFileSync(path, 'utf8').replace(expires_at, '2099-01-01T00:00:00Z'))
  expect(await user.memanto(['recall', 'x'])).toMatchObject({ exitCode: 0, stderr: '' })
  expect(Date.parse(storedSession(user, agent_id)?.expires_at ?? '')).toBe(Date.parse(expires_at))
})

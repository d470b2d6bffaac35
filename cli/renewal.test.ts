import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '../db/schema'
import { moveClock } from '../db/testing'
import { aKey, keyIdOf } from '../lib/testing'
import type { ExtendedSession, Session, SessionInfo, Summary } from './client'
import { isDueForRenewal, isExpiringSoon } from './renewal'
import { aPerson, openWorld, type Person } from './testing'

let db: Db
let teamId: string
let at: { url: string; key: string }
let names = 0

beforeAll(async () => {
  const world = await openWorld()
  at = world
  db = world.db
  teamId = world.teamId
})

afterEach(() => moveClock(db, 0))

/** Somebody with an active session of an agent of their own. */
async function active(...more: string[]): Promise<{ person: Person; agent: string; session: Session }> {
  const person = aPerson(at)
  const agent = `agent-${++names}`
  const session = await person.json<Session>('agent', 'activate', agent, '--create', ...more)
  return { person, agent, session }
}

test('a session is due with less than 30 minutes and less than a quarter of its own length left', () => {
  const of = (minutes: number, hours: number) => ({ time_remaining_seconds: minutes * 60, duration_hours: hours })
  expect([isDueForRenewal(of(29, 6)), isDueForRenewal(of(30, 6)), isDueForRenewal(of(31, 6))]).toEqual([true, false, false])
  expect([isDueForRenewal(of(20, 1)), isDueForRenewal(of(15, 1)), isDueForRenewal(of(14, 1))]).toEqual([false, false, true])
  expect([isExpiringSoon(of(20, 1)), isExpiringSoon(of(30, 1))]).toEqual([true, false])
})

describe('near its end', () => {
  test.each([[['status']], [['session', 'info']], [['remember', 'Ada likes tea']], [['recall', 'tea']]])(
    '%j renews the session by 6 hours, and says so on stderr',
    async (args) => {
      const { person, agent, session } = await active()
      await moveClock(db, 5.75)
      const { exitCode, stderr } = await person.memanto(args)
      expect(exitCode).toBe(0)
      expect(stderr).toMatch(new RegExp(`^The session of agent '${agent}' had 1[45]m left: renewed until \\S+ \\S+ UTC\\.\n$`))
      const renewed = await person.json<SessionInfo>('session', 'info')
      expect(Date.parse(renewed.expires_at) - Date.parse(session.expires_at)).toBe(6 * 3_600_000)
      expect(renewed).toMatchObject({ session_id: session.session_id, extensions: 1 })
      const { sessions, active_session_token } = person.config() as { sessions: Record<string, Session>; active_session_token: string }
      expect(sessions[agent]).toMatchObject({ expires_at: renewed.expires_at, session_token: active_session_token })
      expect(JSON.parse(readFileSync(join(person.home, 'sessions', `${agent}.json`), 'utf8')).expires_at).toBe(renewed.expires_at)
    },
  )

  test('--no-renew and auto_renew false leave it alone, with a warning', async () => {
    const { person, agent, session } = await active()
    await moveClock(db, 5.75)
    const warning = expect.stringMatching(
      new RegExp(`^Warning: the session of agent '${agent}' ends in 1[45]m\\. .*memanto session extend`),
    )
    expect(await person.memanto(['status', '--no-renew'])).toMatchObject({ exitCode: 0, stderr: warning })
    await person.memanto(['config', 'set', 'auto_renew', 'false'])
    expect(await person.memanto(['remember', 'something'])).toMatchObject({ exitCode: 0, stderr: warning })
    expect((await person.json<SessionInfo>('session', 'info')).expires_at).toBe(session.expires_at)
  })

  test('a session that was meant to be short is not prolonged while a quarter of it is left', async () => {
    const { person } = await active('--hours', '0.5')
    expect(await person.memanto(['session', 'info'])).toMatchObject({ stderr: expect.stringMatching(/^Warning: .* ends in (29|30)m/) })
    await moveClock(db, 0.4)
    expect(await person.memanto(['session', 'info'])).toMatchObject({ stderr: expect.stringMatching(/had [56]m left: renewed/) })
  })

  test('a session that may live no longer is used as it is, with the reason', async () => {
    const { person } = await active()
    await db.updateTable('teams').set({ life_cap_hours: 6 }).where('id', '=', teamId).execute()
    await moveClock(db, 5.75)
    const told = await person.memanto(['remember', 'the last words'])
    await db.updateTable('teams').set({ life_cap_hours: 168 }).where('id', '=', teamId).execute()
    expect(told).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('Renewal failed: Maximum session lifetime reached (6 hours)'),
    })
  })

  test.each([
    ['renew', 5.75, ['recall', 'x']],
    ['revive', 7, ['recall', 'x', '--reactivate']],
  ])('commands that %s it at once do so once', async (_what, hours, args) => {
    const { person, session } = await active()
    await moveClock(db, hours)
    const ended = await Promise.all(Array.from({ length: 6 }, () => person.memanto(args)))
    expect(ended.map(({ exitCode, stderr }) => [exitCode, stderr.includes('Error')])).toEqual(Array(6).fill([0, false]))
    expect(await person.json<SessionInfo>('session', 'info')).toMatchObject({ session_id: session.session_id, extensions: 1 })
  })

  test('a session that has time is left alone', async () => {
    const { person } = await active()
    await moveClock(db, 5)
    expect(await person.memanto(['status'])).toMatchObject({ exitCode: 0, stderr: '' })
  })
})

describe('over', () => {
  test.each([[['remember', 'too late']], [['recall', 'anything']]])('%j says which command helps, and that helps', async (args) => {
    const { person, agent, session } = await active()
    await moveClock(db, 7)
    const refused = await person.memanto(args)
    expect(refused).toMatchObject({ exitCode: 1, stdout: '' })
    expect(refused.stderr).toContain(`memanto session extend --agent ${agent}`)
    expect(refused.stderr).toContain(`memanto agent activate ${agent}`)
    const revived = await person.json<ExtendedSession>('session', 'extend')
    expect(revived).toMatchObject({ session_id: session.session_id, hours_added: 6 })
    expect(await person.memanto(args)).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('after the grace extending tells to activate, and that helps', async () => {
    const { person, agent } = await active()
    await moveClock(db, 31)
    const refused = await person.memanto(['session', 'extend'])
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`memanto agent activate ${agent}`) })
    expect(refused.stderr).not.toContain('Reactivate it')
    expect(await person.memanto(['agent', 'activate', agent])).toMatchObject({ exitCode: 0 })
    expect(await person.memanto(['remember', 'in time again'])).toMatchObject({ exitCode: 0 })
  })

  test('what helps does not hang on the clock of this machine', async () => {
    const { person, agent } = await active()
    const path = join(person.home, 'config.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace(/"expires_at": "[^"]+"/, '"expires_at": "2001-01-01T00:00:00Z"'))
    await moveClock(db, 7)
    expect((await person.memanto(['remember', 'x'])).stderr).toContain(`Reactivate it: memanto session extend --agent ${agent}`)
  })

  test('without a key signing in comes first', async () => {
    const { person, agent } = await active()
    await moveClock(db, 7)
    for (const args of [
      ['remember', 'x'],
      ['session', 'extend'],
    ]) {
      const { stderr } = await person.memanto(args, { env: { MEMANTO_API_KEY: undefined } })
      expect(stderr).toContain(`Sign in: memanto login. Then reactivate it: memanto session extend --agent ${agent}`)
    }
  })

  test('status tells it and is no failure', async () => {
    const { person } = await active()
    await moveClock(db, 7)
    expect(await person.memanto(['status'])).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('INACTIVE: The session has expired'),
    })
  })

  test('--reactivate revives within the grace, and tries once more', async () => {
    const { person, session } = await active()
    await moveClock(db, 7)
    const { exitCode, stdout, stderr } = await person.memanto(['remember', 'Ada likes tea', '--reactivate', '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('was reactivated') })
    expect(JSON.parse(stdout)).toMatchObject({ session_id: session.session_id, status: 'stored' })
  })

  test('--reactivate opens another session after the grace', async () => {
    const { person, session } = await active()
    await moveClock(db, 40)
    const { exitCode, stdout, stderr } = await person.memanto(['recall', 'tea', '--reactivate', '--json'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringContaining('started a new one') })
    expect(JSON.parse(stdout).session_id).not.toBe(session.session_id)
    expect((await person.json<SessionInfo>('session', 'info')).status).toBe('active')
  })

  test('--reactivate of one agent leaves the choice of another alone', async () => {
    const { person, agent } = await active()
    const other = await person.json<Session>('agent', 'activate', `${agent}-other`, '--create')
    await moveClock(db, 40)
    expect(await person.memanto(['remember', 'x', '--agent', agent, '--reactivate'])).toMatchObject({ exitCode: 0 })
    expect(person.config()).toMatchObject({ active_agent_id: other.agent_id, active_session_token: other.session_token })
    expect(await person.memanto(['recall', 'x', '--agent', agent])).toMatchObject({ exitCode: 0, stderr: '' })
  })

  test('replaced: it is said so, and --reactivate joins the other', async () => {
    const { person, agent } = await active()
    const other = await aPerson(at).json<Session>('agent', 'activate', agent, '--on-active', 'replace')
    const refused = await person.memanto(['remember', 'mine'])
    expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Another activation replaced this session') })
    const { stdout, stderr } = await person.memanto(['remember', 'mine', '--reactivate', '--json'])
    expect([JSON.parse(stdout).session_id, stderr]).toEqual([other.session_id, expect.stringContaining('joined the active one')])
  })

  test('deactivated elsewhere, ended by an admin, its agent deleted: each in words of its own', async () => {
    const [first, second, third] = [await active(), await active(), await active()]
    const admin = aPerson(at)
    await admin.memanto(['agent', 'deactivate', first.agent])
    const headers = { authorization: `Bearer ${at.key}` }
    await fetch(`${at.url}/api/v2/sessions/${second.session.session_id}/end`, { method: 'POST', headers })
    await admin.memanto(['agent', 'delete', third.agent, '--yes'])
    const words = await Promise.all([first, second, third].map(({ person }) => person.memanto(['remember', 'x'])))
    expect(words.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1])
    expect(words.map(({ stderr }) => stderr)).toEqual([
      expect.stringContaining('It was deactivated.'),
      expect.stringContaining('An admin ended it'),
      expect.stringContaining('The agent and its memories were deleted.'),
    ])
  })

  test('deactivating what is over already, or gone, forgets it', async () => {
    const [ended, deleted] = [await active(), await active()]
    await aPerson(at).json('agent', 'deactivate', ended.agent)
    await aPerson(at).json('agent', 'delete', deleted.agent, '--yes')
    for (const { person } of [ended, deleted]) {
      expect(await person.memanto(['agent', 'deactivate'], { env: { MEMANTO_API_KEY: undefined } })).toMatchObject({ exitCode: 1 })
      expect(person.config()).toEqual({ sessions: {} })
    }
  })

  test('a revoked key means: not signed in', async () => {
    const key = await aKey(db, teamId)
    const person = aPerson({ ...at, key })
    await person.memanto(['agent', 'activate', 'of-a-revoked-key', '--create'])
    await db.updateTable('api_keys').set({ revoked_at: new Date() }).where('id', '=', keyIdOf(key)).execute()
    for (const args of [['remember', 'x'], ['agent', 'list'], ['status'], ['session', 'extend']]) {
      const { exitCode, stderr } = await person.memanto(args)
      expect([args, exitCode, stderr]).toEqual([args, 3, expect.stringMatching(/MEMANTO_API_KEY|Sign in with a valid key/)])
      expect(stderr).not.toContain(key)
    }
  })

  test('deactivating with an old token ends the session of the agent all the same, and forgets it', async () => {
    const { person, agent } = await active()
    await aPerson(at).json('agent', 'activate', agent, '--on-active', 'replace')
    expect(await person.json<Summary>('agent', 'deactivate')).toMatchObject({ agent_id: agent, end_reason: 'deactivated' })
    expect(person.config()).not.toHaveProperty('active_agent_id')
    expect(await person.memanto(['agent', 'deactivate', agent])).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('activate') })
  })
})

test('a token that comes back fresher is kept', async () => {
  const { person, agent, session } = await active()
  const path = join(person.home, 'config.json')
  const before = readFileSync(path, 'utf8')
  const sessionFile = readFileSync(join(person.home, 'sessions', `${agent}.json`), 'utf8')
  await person.memanto(['session', 'extend'])
  writeFileSync(path, before)
  writeFileSync(join(person.home, 'sessions', `${agent}.json`), sessionFile)
  expect(await person.memanto(['recall', 'x'])).toMatchObject({ exitCode: 0 })
  const { sessions } = person.config() as { sessions: Record<string, Session> }
  expect(sessions[agent]?.session_token).not.toBe(session.session_token)
  expect(Date.parse(sessions[agent]?.expires_at ?? '') - Date.parse(session.expires_at)).toBe(6 * 3_600_000)
})

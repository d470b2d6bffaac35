import { sql } from 'kysely'
import { describe, expect } from 'vitest'
import type { RedactionPolicy } from '../../db/constants'
import { api, callOk, startSession, uniqueName } from '../../test/calls'
import { test as base } from '../../test/fixtures'
import { countRoundTrips } from '../../test/statements'
import { createTeam } from '../../test/teams'
import { newKey } from '../auth/api-key-format'

const CARD = '4111 1111 1111 1111'
const IBAN = 'DE89370400440532013000'

interface Finding {
  field: string
  kind: string
  start: number
  end: number
}
interface Answer {
  code?: string
  detail?: string
  memory_id?: string
  findings?: Finding[]
  errors?: { field: string; message: string }[]
}
interface Shown {
  title: string | null
  content: string
  tags: string[]
  source: string
}

const test = base
  .extend('session', ({ key }) => startSession(key))
  .extend(
    'setPolicy',
    ({ key }) =>
      (redaction: RedactionPolicy) =>
        callOk('PATCH', '/api/v2/memory-policy', { key, json: { redaction } }),
  )
  .extend(
    'remember',
    ({ session }) =>
      (json: object, headers: Record<string, string> = {}) =>
        api.call<Answer>('POST', `/api/v2/agents/${session.agent_id}/remember`, { token: session.session_token, json, headers }),
  )
  .extend(
    'change',
    ({ session }) =>
      (id: string, json: object) =>
        api.call<Answer>('PATCH', `/api/v2/agents/${session.agent_id}/memories/${id}`, { token: session.session_token, json }),
  )
  .extend(
    'read',
    ({ session }) =>
      (id = '') =>
        callOk<Shown>('GET', `/api/v2/agents/${session.agent_id}/memories/${id}`, { token: session.session_token }),
  )
  .extend('countMemories', ({ db, teamId }) => async () => {
    const rows = await db.selectFrom('memories').select('id').where('team_id', '=', teamId).execute()
    return rows.length
  })

describe('remember', () => {
  test('reports kind, field and position of what it finds, and stores it, unless the team chose otherwise', async ({ remember, read }) => {
    const { status, body } = await remember({ title: `Card ${CARD}`, content: `Pay to ${IBAN}.`, tags: ['a', IBAN], source: 'chat' })
    expect(status).toBe(200)
    expect(body.findings).toEqual([
      { field: 'title', kind: 'card_number', start: 5, end: 24 },
      { field: 'content', kind: 'iban', start: 7, end: 29 },
      { field: 'tags.1', kind: 'iban', start: 0, end: 22 },
    ])
    expect((await read(body.memory_id)).content).toBe(`Pay to ${IBAN}.`)
  })

  test('answers without findings when there are none', async ({ remember }) => {
    const { body } = await remember({ content: 'Ada prefers e-mail over the phone, order 20240311-4711.' })
    expect(body).not.toHaveProperty('findings')
  })

  test('stores what it finds without a word where the policy is off', async ({ remember, setPolicy, read }) => {
    await setPolicy('off')
    const { body } = await remember({ content: `Pay to ${IBAN}.` })
    expect(body).not.toHaveProperty('findings')
    expect((await read(body.memory_id)).content).toBe(`Pay to ${IBAN}.`)
  })

  test('replaces what it finds where the policy is redact', async ({ db, remember, setPolicy, read }) => {
    await setPolicy('redact')
    const content = `Pay ${IBAN} or ${CARD}, thanks. redis://:hunter22@cache/0 🎉`
    const { body } = await remember({ title: CARD, content, tags: [IBAN, IBAN.toLowerCase(), 'bank'], source: `from ${CARD}` })
    expect(body.findings?.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
      ...[
        'title card_number',
        'content iban',
        'content card_number',
        'content password_in_url',
        'source card_number',
        'tags.0 iban',
        'tags.1 iban',
      ],
    ])
    expect(await read(body.memory_id)).toMatchObject({
      title: '[redacted: card_number]',
      content: 'Pay [redacted: iban] or [redacted: card_number], thanks. redis://:[redacted: password_in_url]@cache/0 🎉',
      tags: ['[redacted: iban]', 'bank'],
      source: 'from [redacted: card_number]',
    })
    const { rows } = await sql<{ row: string }>`select m::text as row from memories m where id = ${body.memory_id}
      union all select w::text from memory_words w join memories m using (team_id, agent_row_id) where m.id = ${body.memory_id}`.execute(db)
    expect(rows.length).toBeGreaterThan(1)
    for (const { row } of rows) expect(row).not.toMatch(/4111|3704|hunter22/)
  })

  test('refuses what it finds where the policy is refuse, and stores nothing', async ({ remember, setPolicy, countMemories }) => {
    await setPolicy('refuse')
    const { status, body } = await remember({ content: `Pay to ${IBAN}, ${CARD}.` })
    expect([status, body.code]).toEqual([422, 'secret_in_memory'])
    expect(body.detail).toBe('content contains iban (characters 8 to 29), which your team does not allow in memories.')
    expect(body.errors?.map(({ field, message }) => `${field} ${message}`)).toEqual([
      'content contains iban (characters 8 to 29), which your team does not allow in memories',
      'content contains card_number (characters 32 to 50), which your team does not allow in memories',
    ])
    expect(body.findings).toEqual([
      { field: 'content', kind: 'iban', start: 7, end: 29 },
      { field: 'content', kind: 'card_number', start: 31, end: 50 },
    ])
    expect(JSON.stringify(body)).not.toMatch(/3704|4111/)
    expect(await countMemories()).toBe(0)
  })

  test('always refuses API keys and session tokens of Memanto', async ({ key, session, remember, setPolicy, countMemories }) => {
    for (const redaction of ['off', 'warn', 'redact', 'refuse'] as const) {
      await setPolicy(redaction)
      for (const secret of [key, newKey().key, session.session_token]) {
        const { status, body } = await remember({ content: 'x', tags: ['y'], title: `Use ${secret} and ${CARD}`.slice(0, 500) })
        expect([status, body.code], redaction).toEqual([422, 'secret_in_memory'])
        expect(body.findings?.[0]?.kind).toBe(secret === session.session_token ? 'memanto_session_token' : 'memanto_api_key')
        expect(body.findings).toHaveLength(redaction === 'refuse' ? 2 : 1)
        expect(JSON.stringify(body)).not.toContain(secret.slice(-20))
      }
    }
    expect(await countMemories()).toBe(0)
  })

  test('repeats its answer for the same Idempotency-Key, and keeps no secret for that', async ({ db, remember, setPolicy }) => {
    await setPolicy('redact')
    const headers = { 'idempotency-key': uniqueName('once') }
    const first = await remember({ content: `Card ${CARD}.` }, headers)
    const again = await remember({ content: `Card ${CARD}.` }, headers)
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    const records = await db.selectFrom('idempotency_records').selectAll().execute()
    expect(JSON.stringify(records)).not.toContain('4111')
  })
})

describe('other calls that store texts', () => {
  test('a batch judges each memory by itself', async ({ session, setPolicy }) => {
    const send = (memories: object[]) =>
      api.call<{ results: (Answer & { status: string; error?: string })[] }>('POST', `/api/v2/agents/${session.agent_id}/batch-remember`, {
        token: session.session_token,
        json: { memories },
      })
    const memories = [{ content: 'plain' }, { content: CARD }, { content: ' ' }, { content: newKey().key }, { content: 'last' }]
    const warned = await send(memories)
    expect(warned.body.results.map(({ status }) => status)).toEqual(['stored', 'stored', 'failed', 'failed', 'stored'])
    expect(warned.body.results[1]?.findings).toEqual([{ field: 'content', kind: 'card_number', start: 0, end: 19 }])
    expect(warned.body.results[0]).not.toHaveProperty('findings')
    await setPolicy('refuse')
    const { body } = await send(memories)
    expect(body.results.map(({ status }) => status)).toEqual(['stored', 'failed', 'failed', 'failed', 'stored'])
    expect(body.results[1]).toMatchObject({
      error: 'content contains card_number (characters 1 to 19), which your team does not allow in memories.',
      errors: [{ field: 'content' }],
      findings: [{ field: 'content', kind: 'card_number', start: 0, end: 19 }],
    })
  })

  test('a batch of which every memory is refused stores nothing', async ({ session, setPolicy, countMemories }) => {
    await setPolicy('refuse')
    const { status, body } = await api.call('POST', `/api/v2/agents/${session.agent_id}/batch-remember`, {
      token: session.session_token,
      json: { memories: [{ content: CARD }] },
    })
    expect([status, body.successful, body.failed, await countMemories()]).toEqual([200, 0, 1, 0])
  })

  test('messages are screened with the name of who said them', async ({ session, setPolicy, read }) => {
    await setPolicy('redact')
    const { body } = await api.call<{ results: Answer[] }>('POST', `/api/v2/agents/${session.agent_id}/remember/messages`, {
      token: session.session_token,
      json: { messages: [{ role: 'user', name: 'Ada', content: `It is ${CARD}.` }] },
    })
    expect(body.results[0]?.findings).toEqual([{ field: 'content', kind: 'card_number', start: 11, end: 30 }])
    expect((await read(body.results[0]?.memory_id)).content).toBe('Ada: It is [redacted: card_number].')
  })

  test('a change of a memory is screened', async ({ remember, change, read, setPolicy }) => {
    const id = (await remember({ content: 'Ada pays by card.' })).body.memory_id ?? ''
    expect((await change(id, { title: `Card ${CARD}` })).body.findings).toEqual([
      { field: 'title', kind: 'card_number', start: 5, end: 24 },
    ])
    expect((await change(id, { title: null })).body).not.toHaveProperty('findings')
    await setPolicy('redact')
    await change(id, { content: `Ada pays by ${CARD}.` })
    expect((await read(id)).content).toBe('Ada pays by [redacted: card_number].')
    await setPolicy('refuse')
    expect((await change(id, { tags: [IBAN] })).body).toMatchObject({ code: 'secret_in_memory', errors: [{ field: 'tags.0' }] })
    await setPolicy('off')
    expect((await change(id, { source: newKey().key })).body).toMatchObject({ code: 'secret_in_memory', errors: [{ field: 'source' }] })
    expect(await read(id)).toMatchObject({ title: null, tags: [], source: 'agent' })
  })
})

const counted = countRoundTrips()

test('a memory takes one round trip; one in which something is found takes two more, to authorize and to read the policy', async ({
  remember,
}) => {
  await remember({ content: 'first' })
  const trips = async (content: string) => {
    counted.count = 0
    await remember({ content })
    return counted.count
  }
  expect([await trips('plain'), await trips(CARD)]).toEqual([1, 3])
})

test('the policy of another team has no effect', async ({ db, remember }) => {
  const other = await createTeam(db)
  await db.updateTable('teams').set({ redaction: 'refuse' }).where('id', '=', other).execute()
  expect((await remember({ content: CARD })).status).toBe(200)
})

test('whoever may not store learns nothing of what was found', async ({ key, session, remember, setPolicy }) => {
  await setPolicy('refuse')
  await callOk('POST', `/api/v2/agents/${session.agent_id}/deactivate`, { key })
  expect((await remember({ content: CARD })).body.code).toBe('session_ended')
})

test('the reason of a change is screened too, because it is kept with the version', async ({ db, key, session, remember, setPolicy }) => {
  const { body } = await remember({ content: 'plain' })
  const path = `/api/v2/agents/${session.agent_id}/memories/${body.memory_id}`
  for (const [method, end] of [
    ['PATCH', ''],
    ['POST', '/supersede'],
    ['POST', '/approve'],
    ['DELETE', ''],
  ] as const)
    expect((await api.call<Answer>(method, path + end, { key, json: { content: 'new', reason: `with ${key}` } })).body.code).toBe(
      'secret_in_memory',
    )
  await setPolicy('redact')
  await db
    .updateTable('memories')
    .set({ trust: 'unreviewed' })
    .where('id', '=', body.memory_id ?? '')
    .execute()
  const call = (method: 'POST' | 'DELETE', end: string, reason: string) =>
    callOk<{ findings?: { field: string; kind: string }[] }>(method, path + end, { key, json: { reason } })
  const answers = [
    await call('POST', '/approve', `by the owner of ${CARD}`),
    await call('POST', '/supersede', `see ${CARD}`),
    await call('POST', '/restore', `not ${CARD}`),
    await call('DELETE', '', `of the card ${CARD}`),
  ]
  for (const { findings } of answers) expect(findings).toMatchObject([{ field: 'reason', kind: 'card_number' }])
  const { versions } = await callOk<{ versions: { reason: string | null }[] }>('GET', `${path}/history`, { key })
  expect(versions.map(({ reason }) => reason)).toEqual([
    'of the card [redacted: card_number]',
    'not [redacted: card_number]',
    'see [redacted: card_number]',
    'by the owner of [redacted: card_number]',
    null,
  ])
})

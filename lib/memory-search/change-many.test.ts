import { describe, expect } from 'vitest'
import type { z } from 'zod'
import { api, callOk, statusAndCode, uniqueName } from '../../test/calls'
import { type TestAgent, testOfMemories as test } from '../../test/memories'
import { fillAgent } from '../../test/recall/fill-agent'
import { createKey, createTeam } from '../../test/teams'
import type { CHANGED_MEMORIES } from './schemas'

type Changed = z.infer<typeof CHANGED_MEMORIES>

const change = (key: string, json: object, headers: Record<string, string> = {}) =>
  callOk<Changed>('POST', '/api/v2/memories/bulk', { key, json, headers })
const attempt = (key: string, json: object) => api.call<{ code: string; detail: string }>('POST', '/api/v2/memories/bulk', { key, json })

async function store(agent: TestAgent, count: number, memory: object = {}): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) ids.push((await agent.remember({ content: `note ${n}`, ...memory })).memory_id)
  return ids.toSorted()
}

describe('POST /memories/bulk', () => {
  test('adds and removes tags, of ids of several agents, each as a version with the reason', async ({ key, openAgent }) => {
    const agents = [await openAgent(), await openAgent()] as const
    const ids = [...(await store(agents[0], 2, { tags: ['old'] })), ...(await store(agents[1], 1, { tags: ['new'] }))].toSorted()
    const added = await change(key, { act: 'add_tags', tags: 'new', ids, reason: 'A review.' })
    expect(added).toMatchObject({ changed: 2, unchanged: 1, not_found: 0, failed: 0, has_more: false, dry_run: false })
    expect(added.results.map(({ memory_id }) => memory_id)).toEqual(ids)
    const [id = ''] = ids.filter((each) => added.results.some(({ memory_id, outcome }) => memory_id === each && outcome === 'changed'))
    expect(await agents[0].read(id)).toMatchObject({ tags: ['old', 'new'], version: 2 })
    expect((await agents[0].history(id)).versions).toMatchObject([
      { version: 2, reason: 'A review.' },
      { version: 1, tags: ['old'] },
    ])
    expect(await agents[0].found('note', { tags: ['new'] })).toHaveLength(2)
    expect(await change(key, { act: 'remove_tags', tags: ['old', 'none'], ids })).toMatchObject({ changed: 2, unchanged: 1 })
    expect(await agents[0].read(id)).toMatchObject({ tags: ['new'], version: 3 })
  })

  test('deletes and restores, and counts the memories of the agents', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const ids = await store(agent, 3)
    const count = async () => (await callOk<{ memory_count: number }>('GET', `/api/v2/agents/${agent.name}`, { key })).memory_count
    expect(await change(key, { act: 'delete', ids: ids.slice(0, 2) })).toMatchObject({ changed: 2 })
    expect([await count(), await agent.recalled('recent')]).toEqual([1, [expect.any(String)]])
    expect(await change(key, { act: 'delete', ids })).toMatchObject({ changed: 1, unchanged: 2 })
    expect(await change(key, { act: 'retype', type: 'goal', ids })).toMatchObject({ not_found: 3 })
    expect(await change(key, { act: 'restore', filter: { agent_id: agent.name } })).toMatchObject({ changed: 3 })
    expect([await count(), (await agent.recalled('recent')).length]).toEqual([3, 3])
  })

  test('purges where the team has no grace period', async ({ db }) => {
    const teamId = await createTeam(db, 'Without grace period')
    await db.updateTable('teams').set({ deletion_grace_days: 0 }).where('id', '=', teamId).execute()
    const key = await createKey(db, teamId)
    const { agent_id, session_token: token } = await callOk<{ agent_id: string; session_token: string }>(
      'POST',
      '/api/v2/agents/brief/activate',
      {
        key,
        json: { create: true },
      },
    )
    const { memory_id } = await callOk<{ memory_id: string }>('POST', `/api/v2/agents/${agent_id}/remember`, {
      token,
      json: { content: 'gone' },
    })
    expect(await change(key, { act: 'delete', ids: [memory_id] })).toMatchObject({ changed: 1 })
    expect(await db.selectFrom('memories').select('id').where('team_id', '=', teamId).execute()).toEqual([])
  })

  test('takes the memories that a filter or a query finds; a trial run says which, and changes nothing', async ({ key, openAgent }) => {
    const agent = await openAgent()
    await store(agent, 3, { source: 'crm' })
    const other = await openAgent()
    await other.remember('a tangerine')
    const byFilter = { act: 'retype', type: 'event', filter: { agent_id: [agent.name], source: 'crm' } }
    const tried = await change(key, { ...byFilter, dry_run: true })
    expect(tried).toMatchObject({ changed: 3, dry_run: true })
    expect(await agent.recalled('recent', { type: ['event'] })).toEqual([])
    expect((await change(key, byFilter)).results).toEqual(tried.results)
    expect(await agent.recalled('recent', { type: ['event'] })).toHaveLength(3)
    expect(await change(key, { act: 'add_tags', tags: ['fruit'], filter: { q: 'tangerine' } })).toMatchObject({ changed: 1 })
    expect(await other.recalled('recent', { tags: ['fruit'] })).toEqual(['a tangerine'])
  })

  test('a request that is repeated with its Idempotency-Key has the same answer, also when the filter would find others now', async ({
    key,
    openAgent,
  }) => {
    const agent = await openAgent()
    await store(agent, 3)
    const request = { act: 'delete', filter: { agent_id: [agent.name] } }
    const first = await change(key, request, { 'Idempotency-Key': 'once' })
    expect(first.changed).toBe(3)
    await store(agent, 1)
    expect(await change(key, request, { 'Idempotency-Key': 'once' })).toEqual(first)
    expect(await agent.recalled('recent')).toHaveLength(1)
    const other = await api.call<{ code: string }>('POST', '/api/v2/memories/bulk', {
      key,
      json: { ...request, act: 'restore' },
      headers: { 'Idempotency-Key': 'once' },
    })
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })

  test('an Idempotency-Key stands for all ids, and for this call only', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const ids = Array.from({ length: 100 }, (_, n) => `mem_a${n}`)
    const headers = { 'Idempotency-Key': uniqueName('once') }
    const [newer = ''] = await store(agent, 1)
    const send = (json: object) => api.call<{ code: string }>('POST', '/api/v2/memories/bulk', { key, json, headers })
    const request = { act: 'retype', type: 'goal', ids }
    expect((await send(request)).headers.get('idempotent-replayed')).toBeNull()
    const again = await send(request)
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true'])
    expect((await send({ ...request, ids: [...ids, newer] })).body.code).toBe('idempotency_key_reused')
    expect(await agent.read(newer)).toMatchObject({ type: 'fact' })
    const created = await api.call<{ code: string }>('POST', '/api/v2/agents', { key, json: { agent_id: uniqueName() }, headers })
    expect(created.body.code).toBe('idempotency_key_reused')
  })

  test('changes more than one batch, and no more than 20 tags are stored', async ({ key, openAgent }) => {
    const agent = await openAgent()
    await callOk('POST', `/api/v2/agents/${agent.name}/batch-remember`, {
      token: agent.token,
      json: { memories: Array.from({ length: 100 }, (_, n) => ({ content: `one of many ${n}` })) },
    })
    await store(agent, 5, { tags: Array.from({ length: 20 }, (_, n) => `t${n}`) })
    const filter = { agent_id: [agent.name] }
    expect(await change(key, { act: 'add_tags', tags: ['more'], filter })).toMatchObject({ changed: 100, failed: 5 })
    expect(await change(key, { act: 'add_tags', tags: ['more'], filter })).toMatchObject({ changed: 0, unchanged: 100, failed: 5 })
  })

  test('says that others match too, also with a query', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const memories = Array.from({ length: 1050 }, (_, n) => ({ content: `pomegranate ${n}` }))
    await fillAgent(db, agent.sessionId, memories)
    for (const filter of [{ agent_id: agent.name }, { agent_id: agent.name, q: 'pomegranate' }])
      expect(await change(key, { act: 'retype', type: 'event', filter, dry_run: true })).toMatchObject({ changed: 1000, has_more: true })
    const deleting = () => change(key, { act: 'delete', filter: { agent_id: agent.name, q: 'pomegranate' } })
    expect(await deleting()).toMatchObject({ changed: 1000, has_more: true })
    expect(await deleting()).toMatchObject({ changed: 50, has_more: false })
  })

  test('a limited key changes memories of its agents alone, and another team none', async ({ db, key, teamId, openAgent }) => {
    const [mine, others] = [await openAgent(), await openAgent()]
    const ids = [...(await store(mine, 1)), ...(await store(others, 1))].toSorted()
    const limited = await createKey(db, teamId, { onlyAgents: [mine.name] })
    for (const act of ['delete', 'restore']) expect(await change(limited, { act, ids })).toMatchObject({ changed: 1, not_found: 1 })
    expect(await change(limited, { act: 'retype', type: 'goal', filter: { agent_id: [others.name] } })).toMatchObject({ results: [] })
    const foreign = await createKey(db, await createTeam(db, 'Other'))
    expect(await change(foreign, { act: 'delete', ids })).toMatchObject({ changed: 0, not_found: 2 })
    expect(await change(key, { act: 'delete', ids })).toMatchObject({ changed: 2 })
  })

  test.for([
    [{ act: 'delete' }, /ids or filter is required/],
    [{ act: 'delete', ids: ['mem_1'], filter: { source: 'x' } }, /ids or filter is required/],
    [{ act: 'delete', filter: {} }, /filter must not be empty/],
    [{ act: 'delete', filter: { sorce: 'x' } }, /^filter.sorce is not a parameter: did you mean source\?/],
    [{ act: 'delete', filter: { type: 'nonsense' } }, /^filter.type/],
    [{ act: 'delete', filter: { agent_id: [] } }, /^filter.agent_id must not be empty/],
    [{ act: 'delete', filter: { agent_id: null, type: 'event' } }, /^filter.agent_id must not be empty/],
    [{ act: 'delete', filter: { agent: '' } }, /^filter.agent must not be empty/],
    [{ act: 'delete', filter: { source: '' } }, /^filter.source must not be empty/],
    [{ act: 'delete', filter: { source: [] } }, /^filter.source must not be empty/],
    [{ act: 'delete', filter: { source: ['x', ' '] } }, /^filter.source must not be empty/],
    [{ act: 'delete', filter: { tags: ',' } }, /^filter.tags must not be empty/],
    [{ act: 'delete', filter: { q: '' } }, /^filter.q must not be empty/],
    [{ act: 'delete', filter: { created_after: null, type: 'event' } }, /^filter.created_after must not be empty/],
    [{ act: 'delete', filter: { limit: 10 } }, /^filter.limit is not a parameter here/],
    [{ act: 'delete', filter: { type: 'event', cursor: 'x' } }, /^filter.cursor is not a parameter here/],
    [{ act: 'delete', filter: { author: 'ada' } }, /^filter.author is not a parameter here/],
    [{ act: 'add_tags', ids: ['mem_1'] }, /tags is required/],
    [{ act: 'retype', ids: ['mem_1'] }, /type is required/],
    [{ act: 'delete', filter: { source: 'x' }, tags: ['a'] }, /^tags is not used by this act/],
    [{ act: 'approve', ids: ['mem_1'], type: 'event' }, /^type is not used by this act/],
    [{ act: 'delete', filter: { type: 'event' }, agent_id: 'support' }, /^agent_id is not a parameter here/],
    [{ act: 'explode', ids: ['mem_1'] }, /act/],
    [{ act: 'delete', ids: Array.from({ length: 1001 }, (_, n) => `mem_${n}`) }, /at most 1000/],
  ] as const)('refuses %j', async ([json, message], { key }) => {
    const { status, body } = await attempt(key, json)
    expect([status, body.detail]).toEqual([422, expect.stringMatching(message)])
  })

  test('a filter requires memories:read, because its matches say what is stored', async ({ db, teamId, openAgent }) => {
    const agent = await openAgent()
    const [id = ''] = await store(agent, 1)
    const writer = await createKey(db, teamId, { scopes: ['memories:write'] })
    const { status, body } = await attempt(writer, { act: 'delete', filter: { agent_id: [agent.name] }, dry_run: true })
    expect([status, body.code]).toEqual([403, 'insufficient_scope'])
    expect(await change(writer, { act: 'delete', ids: [id] })).toMatchObject({ changed: 1 })
  })

  test('the audit log has each change', async ({ db, key, teamId, openAgent }) => {
    const agent = await openAgent()
    const ids = await store(agent, 2)
    await change(key, { act: 'delete', ids, reason: 'x' })
    const entries = await db.selectFrom('audit_log').selectAll().where('team_id', '=', teamId).where('target_id', 'in', ids).execute()
    expect(entries.map(({ action, target_name }) => `${action} ${target_name}`)).toEqual([
      `memory.deleted ${agent.name}`,
      `memory.deleted ${agent.name}`,
    ])
  })

  test('bulk changes and single changes at the same time lose nothing, and none waits for another forever', async ({ key, openAgent }) => {
    const agents = [await openAgent(), await openAgent()] as const
    const ids = [...(await store(agents[0], 8)), ...(await store(agents[1], 8))]
    const [single = ''] = ids
    const edits = Array.from({ length: 6 }, (_, n) => agents[0].call('PATCH', single, { tags: [`edit${n}`] }))
    const bulk = Array.from({ length: 4 }, (_, n) =>
      change(key, { act: 'add_tags', tags: [`bulk${n}`], ids: n % 2 ? ids : ids.toReversed() }),
    )
    const acts = ['delete', 'restore', 'delete', 'restore'].map((act) => change(key, { act, ids: ids.slice(4) }))
    const deletions = [agents[1].call('DELETE', ids.at(-1) ?? ''), agents[0].call('DELETE', ids[5] ?? '')]
    const statuses = (await Promise.all([...edits, ...deletions])).map(({ status }) => status)
    await Promise.all([...bulk, ...acts])
    expect(statuses.filter((status) => status !== 200 && status !== 404)).toEqual([])
    const { versions } = await agents[0].history(single, { limit: 50 })
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 11 }, (_, n) => 11 - n))
    for (const { name } of agents) {
      const { memory_count } = await callOk<{ memory_count: number }>('GET', `/api/v2/agents/${name}`, { key })
      const { matches } = await callOk<{ matches: { count: number } }>('GET', '/api/v2/memories', { key, query: { agent_id: name } })
      expect(memory_count).toBe(matches.count)
    }
  })
})

describe('what a bulk change respects', () => {
  test('without a grace period, a request with a filter that is repeated goes on after an error, and then has the same answer', async ({
    db,
    key,
    teamId,
    openAgent,
  }) => {
    const agent = await openAgent()
    const memories = Array.from({ length: 150 }, (_, n) => ({ content: `quince ${n}` }))
    await fillAgent(db, agent.sessionId, memories)
    const ofAgent = db.selectFrom('memories').select('id').where('content', 'like', 'quince %').orderBy('id')
    await db.updateTable('teams').set({ deletion_grace_days: 0 }).where('id', '=', teamId).execute()
    const headers = { 'Idempotency-Key': uniqueName('once') }
    const sent = { key, json: { act: 'delete', filter: { agent_id: [agent.name] } }, headers }
    const last = (await ofAgent.execute()).at(-1)?.id ?? ''
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom('memories').select('id').where('id', '=', last).forUpdate().execute()
      expect(statusAndCode(await api.call('POST', '/api/v2/memories/bulk', sent))).toBe('503 overloaded')
    })
    expect(await ofAgent.execute()).toHaveLength(50)
    const answer = await callOk<Changed>('POST', '/api/v2/memories/bulk', sent)
    expect(answer).toMatchObject({ changed: 150, not_found: 0 })
    expect(await ofAgent.execute()).toEqual([])
    expect(await callOk<Changed>('POST', '/api/v2/memories/bulk', sent)).toEqual(answer)
    await db.updateTable('teams').set({ deletion_grace_days: 7 }).where('id', '=', teamId).execute()
  })

  test('approval makes quarantined memories recallable, and requires memories:admin', async ({ db, key, teamId, openAgent }) => {
    const agent = await openAgent()
    const ids = await store(agent, 2)
    await db.updateTable('memories').set({ trust: 'quarantined' }).where('id', 'in', ids).execute()
    const writer = await createKey(db, teamId, { scopes: ['memories:read', 'memories:write'] })
    expect((await attempt(writer, { act: 'approve', ids })).body.code).toBe('insufficient_scope')
    expect(await change(key, { act: 'approve', filter: { trust: ['quarantined'] } })).toMatchObject({ changed: 2 })
    expect(await change(key, { act: 'approve', ids })).toMatchObject({ changed: 0, unchanged: 2 })
    expect(await agent.read(ids[0] ?? '')).toMatchObject({ trust: 'trusted', version: 2 })
  })

  test('tags and reasons are screened for secrets', async ({ key, openAgent }) => {
    const ids = await store(await openAgent(), 1)
    expect((await attempt(key, { act: 'add_tags', tags: [key.slice(0, 64)], ids })).status).toBe(200)
    expect((await attempt(key, { act: 'retype', type: 'goal', ids, reason: `with ${key}` })).body.code).toBe('secret_in_memory')
    const card = '4111 1111 1111 1111'
    expect(await change(key, { act: 'add_tags', tags: ['a', card], ids, reason: `of ${card}` })).toMatchObject({
      changed: 1,
      findings: [
        { field: 'reason', kind: 'card_number', start: 3, end: 22 },
        { field: 'tags.1', kind: 'card_number', start: 0, end: 19 },
      ],
    })
    expect(await change(key, { act: 'remove_tags', tags: ['a'], ids })).not.toHaveProperty('findings')
  })

  test('a request is repeated with its Idempotency-Key also after the team has changed what is done with secrets', async ({
    db,
    key,
    teamId,
    openAgent,
  }) => {
    const redact = (redaction: 'warn' | 'redact') => db.updateTable('teams').set({ redaction }).where('id', '=', teamId).execute()
    const request = { act: 'add_tags', tags: ['4111 1111 1111 1111'], ids: await store(await openAgent(), 1) }
    const first = await change(key, request, { 'Idempotency-Key': 'before-and-after' })
    await redact('redact')
    expect(await change(key, request, { 'Idempotency-Key': 'before-and-after' })).toMatchObject({ changed: 1, results: first.results })
    await redact('warn')
  })

  test('without a grace period memories are purged, but not those of an agent on legal hold', async ({ db, key, teamId, openAgent }) => {
    const [agent, held] = [await openAgent(), await openAgent()]
    const [gone, kept] = [await store(agent, 2), await store(held, 1)]
    await db.updateTable('agents').set({ legal_hold: true }).where('name', '=', held.name).execute()
    await db.updateTable('teams').set({ deletion_grace_days: 0 }).where('id', '=', teamId).execute()
    expect(await change(key, { act: 'delete', ids: [...gone, ...kept] })).toMatchObject({ changed: 3 })
    const left = await db
      .selectFrom('memories')
      .select(['id', 'status'])
      .where('id', 'in', [...gone, ...kept])
      .execute()
    expect(left).toEqual([{ id: kept[0], status: 'deleted' }])
    await db.updateTable('teams').set({ deletion_grace_days: 7 }).where('id', '=', teamId).execute()
  })
})

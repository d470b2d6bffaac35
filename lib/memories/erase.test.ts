import { sql } from 'kysely'
import { describe, expect, vi } from 'vitest'
import { connect } from '../../db/client'
import { findMatching } from '../../db/memory-erasure'
import { deleteMemories } from '../../db/memory-purge'
import { api, callOk, statusAndCode, uniqueName } from '../../test/calls'
import { testOfMemories } from '../../test/memories'
import { recordStatements } from '../../test/statements'
import { createKey, createTeam, keyIdOf } from '../../test/teams'
import { findTextEverywhere } from '../../test/text-search'

vi.mock('../../db/memory-purge', { spy: true })

interface Erasure {
  dry_run: boolean
  matched: number
  versions: number
  erased: number
  remaining: number
  memory_ids: string[]
  agents: { agent_id: string; memories: number }[]
  receipt: string | null
}

const test = testOfMemories
  .extend(
    'erase',
    ({ key }) =>
      (json: object) =>
        callOk<Erasure>('POST', '/api/v2/memories/erase', { key, json }),
  )
  .extend(
    'tryToErase',
    ({ key }) =>
      async (json: object) =>
        statusAndCode(await api.call('POST', '/api/v2/memories/erase', { key, json })),
  )
  .extend(
    'verify',
    ({ key }) =>
      (receipt: string | null) =>
        callOk('POST', '/api/v2/memories/erase/verify', { key, json: { receipt } }),
  )

describe('an erasure', () => {
  test('finds memories by what any of their versions says, in every status, and changes nothing in a dry run', async ({
    db,
    openAgent,
    erase,
  }) => {
    const [agent, other] = [await openAgent(), await openAgent()]
    const active = await agent.remember('The phone of QUIXOTE is 1234')
    const changed = await agent.remember({ content: 'plain', title: 'about Quixote' })
    await agent.call('PATCH', changed.id, { title: null })
    const superseded = await agent.remember({ content: 'plain', tags: ['quixote'] })
    await agent.call('POST', `${superseded.id}/supersede`)
    const deleted = await other.remember({ content: 'plain', source: 'crm:quixote' })
    await other.call('DELETE', deleted.id)
    await other.remember('Sancho')
    const found = await erase({ text: 'quixote' })
    expect(found).toMatchObject({ dry_run: true, matched: 4, versions: 7, erased: 0, remaining: 4, receipt: null })
    expect([...found.memory_ids].sort()).toEqual([active, changed, superseded, deleted].map(({ id }) => id).sort())
    expect(found.agents).toMatchObject([
      { agent_id: agent.name, memories: 3, versions: 5, legal_hold: false },
      { agent_id: other.name, memories: 1, versions: 2 },
    ])
    expect(await findTextEverywhere(db, 'quixote')).toContain('memory_versions.title')
    expect((await erase({ tag: 'quixote' })).memory_ids).toEqual([superseded.id])
    expect((await erase({ source: 'crm:quixote' })).memory_ids).toEqual([deleted.id])
    expect((await erase({ text: 'quixote', agent_id: agent.name })).matched).toBe(3)
    expect((await erase({ text: 'quixote', tag: 'quixote', source: 'crm:quixote' })).matched).toBe(0)
    expect((await erase({ text: 'qu%ote' })).matched).toBe(0)
    expect((await erase({ agent_id: other.name })).matched).toBe(2)
  })

  test('that is confirmed removes them everywhere, keeps the others, and proves it', async ({
    db,
    key,
    teamId,
    openAgent,
    erase,
    verify,
  }) => {
    const agent = await openAgent()
    const once = { 'idempotency-key': uniqueName('once') }
    const path = `/api/v2/agents/${agent.name}`
    const { id } = await callOk<{ id: string }>('POST', `${path}/remember`, {
      token: agent.token,
      json: { content: 'Dulcinea lives in Toboso' },
      headers: once,
    })
    await agent.call('PATCH', id, { content: 'She moved', reason: 'Dulcinea said so' })
    const kept = await agent.remember('a windmill')
    const erased = await erase({ text: 'dulcinea', dry_run: false, confirm: 1 })
    expect(erased).toMatchObject({ dry_run: false, matched: 1, erased: 1, remaining: 0, memory_ids: [id] })
    expect(await findTextEverywhere(db, 'dulcinea')).toEqual([])
    expect(await agent.recalled('recent', { status: ['all'] })).toEqual([(await agent.read(kept.id)).content])
    expect(await callOk('GET', path, { key })).toMatchObject({ memory_count: 1 })

    expect(JSON.stringify(erased)).not.toMatch(/dulcinea/i)
    expect(Buffer.from(String(erased.receipt?.split('.')[1]), 'base64url').toString()).not.toMatch(/dulcinea/i)
    const check = await verify(erased.receipt)
    expect(check).toMatchObject({
      valid: true,
      by: { kind: 'key', id: keyIdOf(key) },
      memories: 1,
      versions: 2,
      remaining: 0,
      memory_ids: [id],
    })
    const entry = await db
      .selectFrom('audit_log')
      .selectAll()
      .where('team_id', '=', teamId)
      .where('action', '=', 'memory.erased')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ by_id: keyIdOf(key), target_kind: 'team', after: { memories: 1, versions: 2, memory_ids: [id] } })
  })

  test('needs the number of the dry run, and criteria', async ({ openAgent, erase, tryToErase }) => {
    const agent = await openAgent()
    await agent.remember('a rare rhinoceros')
    for (const confirm of [0, 2])
      expect(await tryToErase({ text: 'rhinoceros', dry_run: false, confirm })).toBe('409 erasure_not_confirmed')
    expect(await tryToErase({ text: 'rhinoceros', dry_run: false })).toBe('422 invalid_request')
    for (const json of [{}, { dry_run: false, confirm: 1 }, { text: ' ' }]) expect(await tryToErase(json)).toBe('422 invalid_request')
    for (const empty of ['text', 'tag', 'source'])
      for (const value of ['', null, '  ']) expect(await tryToErase({ [empty]: value, agent_id: agent.name })).toBe('422 invalid_request')
    for (const agent_id of ['', null]) expect(await tryToErase({ text: 'rhinoceros', agent_id })).toBe('422 invalid_request')
    expect(await tryToErase({ contains: 'rhinoceros', agent_id: agent.name })).toBe('422 invalid_request')
    expect(await tryToErase({ text: 'x', agent_id: 'missing' })).toBe('404 agent_not_found')
    expect((await erase({ text: 'rhinoceros' })).matched).toBe(1)
  })

  test('counts and finds by one statement, so that what is stored meanwhile is neither erased nor miscounted', async ({
    database,
    teamId,
    openAgent,
  }) => {
    const agent = await openAgent()
    for (const content of ['one toucan', 'two toucans']) await agent.remember(content)
    const connection = connect({ url: database.url, poolSize: 1, prepared: false, waitMs: 5000 })
    const sent = recordStatements(connection)
    const found = await findMatching(connection.db, teamId, { text: 'toucan', agentRowIds: null }, 1)
    expect(found).toMatchObject({ agents: [{ name: agent.name, memories: 2, versions: 2 }], memories: [{ id: expect.any(String) }] })
    expect(sent.filter((text) => text.includes('matching'))).toHaveLength(1)
    await connection.pool.end()
  })

  test('erases what one call does not when it is called again', async ({ db, openAgent, erase }) => {
    const agent = await openAgent()
    for (let batch = 0; batch < 11; batch++) {
      const memories = Array.from({ length: 100 }, (_, nth) => ({ content: `albatross ${batch} ${nth}` }))
      await callOk('POST', `/api/v2/agents/${agent.name}/batch-remember`, { token: agent.token, json: { memories } })
    }
    const first = await erase({ text: 'albatross', dry_run: false, confirm: 1100 })
    expect(first).toMatchObject({ matched: 1100, erased: 1000, remaining: 100 })
    expect(await erase({ text: 'albatross', dry_run: false, confirm: first.remaining })).toMatchObject({ erased: 100, remaining: 0 })
    expect(await findTextEverywhere(db, 'albatross')).toEqual([])
  })

  test('purges memories with many versions few at a time, so that no statement has all of them to look at', async ({
    db,
    openAgent,
    erase,
  }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('a puffin')
    for (let nth = 0; nth < 4; nth++) await agent.remember('another puffin')
    await sql`update memories set version = 120 where content like '%puffin' and id <> ${id}`.execute(db)
    vi.mocked(deleteMemories).mockClear()
    expect(await erase({ text: 'puffin', dry_run: false, confirm: 5 })).toMatchObject({ erased: 5, versions: 481 })
    expect(vi.mocked(deleteMemories).mock.calls.map(([, , ids]) => ids.length)).toEqual([3, 2])
  })

  test('that fails in the middle changes nothing, and can be done again', async ({ db, openAgent, erase, tryToErase }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('a pelican')
    await agent.remember('another pelican')
    const criteria = { text: 'pelican', dry_run: false, confirm: 2 }
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom('memories').select('id').where('id', '=', id).forUpdate().execute()
      expect(await tryToErase(criteria)).toBe('503 overloaded')
    })
    expect((await agent.recalled('recent')).sort()).toEqual(['a pelican', 'another pelican'])
    expect((await erase(criteria)).erased).toBe(2)
  })

  test('returns the same receipt for the same Idempotency-Key', async ({ key, openAgent }) => {
    const agent = await openAgent()
    await agent.remember('a flamingo')
    const sent = { key, json: { text: 'flamingo', dry_run: false, confirm: 1 }, headers: { 'idempotency-key': uniqueName('once') } }
    const first = await callOk<Erasure>('POST', '/api/v2/memories/erase', sent)
    expect(await callOk('POST', '/api/v2/memories/erase', sent)).toEqual(first)
  })

  test('does not touch what is stored at the same time or afterwards, and every memory is either gone or recalled', async ({
    openAgent,
    erase,
  }) => {
    const agent = await openAgent()
    for (let round = 0; round < 10; round++) {
      await agent.remember('the nightingale before')
      const [erased, during] = await Promise.all([
        erase({ text: 'nightingale before', dry_run: false, confirm: 1 }),
        agent.remember('the nightingale during'),
      ])
      expect(erased.erased).toBe(1)
      expect(await agent.found('nightingale')).toEqual(['the nightingale during'])
      expect((await agent.call('DELETE', during.id, { purge: true })).status).toBe(200)
      expect(await agent.found('nightingale')).toEqual([])
    }
  })

  test('is not recalled from the moment of its answer on, while others recall all the time', async ({ openAgent, erase }) => {
    const agent = await openAgent()
    for (let round = 0; round < 5; round++) {
      await agent.remember(`kingfisher ${round}`)
      const recalls = Array.from({ length: 5 }, () => agent.found('kingfisher'))
      await erase({ text: 'kingfisher', dry_run: false, confirm: 1 })
      expect(await agent.found('kingfisher')).toEqual([])
      for (const found of await Promise.all(recalls)) expect([[], [`kingfisher ${round}`]]).toContainEqual(found)
    }
  })

  test('is refused while an agent is on legal hold, and erases nothing', async ({ key, openAgent, erase, tryToErase }) => {
    const [held, other] = [await openAgent(), await openAgent()]
    for (const agent of [held, other]) await agent.remember('a cormorant')
    await callOk('PATCH', `/api/v2/agents/${held.name}`, { key, json: { legal_hold: true } })
    expect((await erase({ text: 'cormorant' })).agents.find(({ agent_id }) => agent_id === held.name)).toMatchObject({ legal_hold: true })
    expect(await tryToErase({ text: 'cormorant', dry_run: false, confirm: 2 })).toBe('409 legal_hold')
    expect((await erase({ text: 'cormorant', agent_id: other.name, dry_run: false, confirm: 1 })).erased).toBe(1)
    expect(await held.recalled('recent')).toEqual(['a cormorant'])
  })

  test('reaches only the caller’s team, its own agents, and callers with memories:admin', async ({
    db,
    key,
    teamId,
    openAgent,
    erase,
    verify,
  }) => {
    const [agent, other] = [await openAgent(), await openAgent()]
    for (const each of [agent, other]) await each.remember('a spoonbill')
    const limited = await createKey(db, teamId, { onlyAgents: [other.name] })
    const call = (as: string, json: object) => api.call<Erasure>('POST', '/api/v2/memories/erase', { key: as, json })
    expect((await call(limited, { text: 'spoonbill' })).body).toMatchObject({ matched: 1, agents: [{ agent_id: other.name }] })
    expect(statusAndCode((await call(limited, { agent_id: agent.name })) as never)).toBe('404 agent_not_found')
    const stranger = await createKey(db, await createTeam(db))
    expect((await call(stranger, { text: 'spoonbill' })).body.matched).toBe(0)
    const member = await createKey(db, teamId, { scopes: ['memories:read', 'memories:write'] })
    expect(statusAndCode((await call(member, { text: 'spoonbill' })) as never)).toBe('403 insufficient_scope')
    const { receipt } = await erase({ text: 'spoonbill', dry_run: false, confirm: 2 })
    const check = (as: string) => callOk('POST', '/api/v2/memories/erase/verify', { key: as, json: { receipt } })
    expect(await check(stranger)).toMatchObject({ valid: false, memories: null, memory_ids: [] })
    expect(await check(key)).toMatchObject({ valid: true })
    for (const forged of [agent.token, `${receipt}x`, 'x', String(receipt).replace(/\.[^.]+$/, '.')])
      expect(await verify(forged)).toMatchObject({ valid: false })
  })
})

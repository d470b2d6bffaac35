import { describe, expect, vi } from 'vitest'
import { api, callOk, statusAndCode, uniqueName } from '../../test/calls'
import { testOfMemories as test } from '../../test/memories'
import { createKey, createTeam, keyIdOf } from '../../test/teams'
import { findSimilar } from './similar'

vi.mock('./similar', { spy: true })

describe('the history of a memory', () => {
  test('has every version with its text, who wrote it, with what, when and why', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'Ada lives in Paris', tags: ['home'] })
    const headers = { 'x-memanto-client': 'mover/1.0' }
    await agent.call('PATCH', id, { content: 'Ada lives in Rome', reason: 'She moved.' }, headers)
    await api.call('PATCH', `/api/v2/agents/${agent.name}/memories/${id}`, { token: agent.token, json: { confidence: 0.5 } })
    const { versions, next_cursor } = await agent.history(id)
    expect(versions).toMatchObject([
      { version: 3, content: 'Ada lives in Rome', confidence: 0.5, session_id: agent.sessionId, reason: null, known_until: null },
      { version: 2, content: 'Ada lives in Rome', confidence: 0.8, session_id: null, reason: 'She moved.', client: 'mover/1.0' },
      { version: 1, content: 'Ada lives in Paris', tags: ['home'], session_id: agent.sessionId, reason: null },
    ])
    expect(next_cursor).toBeNull()
    expect(new Set(versions.map(({ author }) => author?.id))).toEqual(new Set([keyIdOf(key)]))
    expect(versions.map(({ known_until }) => known_until)).toEqual([null, versions[0]?.known_from, versions[1]?.known_from])
  })

  test('comes in pages, the latest version first', async ({ openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('version 1')
    for (let version = 2; version <= 7; version++) await agent.call('PATCH', id, { content: `version ${version}` })
    const seen: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await agent.history(id, { limit: 3, ...(cursor && { cursor }) })
      seen.push(...page.versions.map(({ content }) => content))
      cursor = page.next_cursor
    } while (cursor)
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1].map((version) => `version ${version}`))
  })

  test('of another team or another agent does not exist', async ({ db, key, openAgent }) => {
    const [agent, other] = [await openAgent(), await openAgent()]
    const { id } = await agent.remember('ours')
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${other.name}/memories/${id}/history`, { key }))).toBe(
      '404 memory_not_found',
    )
    const stranger = await createKey(db, await createTeam(db))
    const path = `/api/v2/agents/${agent.name}/memories/${id}`
    for (const [method, end] of [
      ['GET', '/history'],
      ['POST', '/restore'],
      ['POST', '/supersede'],
    ] as const)
      expect(statusAndCode(await api.call(method, path + end, { key: stranger }))).toBe('404 agent_not_found')
  })
})

describe('a change that names the version it was made from', () => {
  test('is refused when the memory was changed meanwhile, and then changes nothing', async ({ openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('one')
    const { headers } = await agent.call('GET', id)
    expect(headers.get('etag')).toBe('"1"')
    const first = await agent.call('PATCH', id, { content: 'two' }, { 'if-match': '"1"' })
    expect([first.status, first.headers.get('etag'), first.body.version]).toEqual([200, '"2"', 2])
    for (const [json, ifMatch] of [
      [{ content: 'three' }, '"1"'],
      [{ content: 'three', version: 1 }, '*'],
      [{ content: 'three' }, 'W/"7"'],
    ] as const)
      expect(statusAndCode(await agent.call('PATCH', id, json, { 'if-match': ifMatch }))).toBe('412 memory_changed')
    for (const [method, end] of [
      ['DELETE', ''],
      ['POST', '/supersede'],
      ['POST', '/restore'],
    ] as const)
      expect(statusAndCode(await agent.call(method, id + end, { to_version: 1 }, { 'if-match': '"1"' }))).toBe('412 memory_changed')
    const both = await agent.call('PATCH', id, { version: 1 }, { 'if-match': '"2"' })
    expect([both.status, (both.body as { detail?: string }).detail]).toEqual([
      422,
      'version was given 2 times with different values (version, If-Match).',
    ])
    expect(statusAndCode(await agent.call('PATCH', id, { content: 'x' }, { 'if-match': 'two' }))).toBe('422 invalid_request')
    const deleted = await agent.call('DELETE', (await agent.remember('gone')).id)
    expect([deleted.status, deleted.headers.get('etag'), deleted.body.version]).toEqual([200, '"2"', 2])
    for (const ifMatch of ['', ' ', '""', 'W/""', '"1", "2"', '*, "2"'])
      expect(statusAndCode(await agent.call('DELETE', id, undefined, { 'if-match': ifMatch })), ifMatch).toBe('422 invalid_request')
    expect(await agent.read(id)).toMatchObject({ content: 'two', version: 2 })
  })

  test('is made by exactly one of twenty callers at once; without a version all are made, each as a version', async ({ openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('start')
    const all = Array.from({ length: 20 }, (_, nth) => nth)
    const answers = await Promise.all(all.map((nth) => agent.call('PATCH', id, { content: `by ${nth}`, version: 1 })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(19)
    await Promise.all(all.map((nth) => agent.call('PATCH', id, { content: `again ${nth}` })))
    const { versions } = await agent.history(id)
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 22 }, (_, nth) => 22 - nth))
    expect(new Set(versions.map(({ content }) => content)).size).toBe(22)
  })
})

describe('a change that changes nothing', () => {
  test.for([
    ['PATCH', '', {}],
    ['PATCH', '', { reason: 'None.' }],
    ['PATCH', '', { content: 'a blue elephant', tags: ['b', 'a'], type: 'fact', occurred_at: '2026-03-01T00:00:00Z', expires_at: null }],
    ['POST', '/restore', { to_version: 1 }],
  ] as const)('%s%s with %j makes no version and no entry of the audit log', async ([method, suffix, json], { db, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'a blue elephant', tags: ['b', 'a'], occurred_at: '2026-03-01T00:00:00Z' })
    const before = await agent.read(id)
    const { status, body } = await agent.call(method, `${id}${suffix}`, json)
    expect([status, body]).toEqual([200, expect.objectContaining({ version: 1, updated_at: before.updated_at })])
    expect((await agent.history(id)).versions).toHaveLength(1)
    expect(await db.selectFrom('audit_log').select('id').where('target_id', '=', id).execute()).toEqual([])
  })

  test('supersedes a memory once, and again only for another one', async ({ openAgent }) => {
    const agent = await openAgent()
    const [old, other] = [await agent.remember('the office is in Oslo'), await agent.remember('the office is in Bergen')]
    const supersede = async (json?: object) => (await agent.call('POST', `${old.id}/supersede`, json)).body.version
    expect([await supersede(), await supersede()]).toEqual([2, 2])
    const by = { superseded_by: other.id }
    expect([await supersede(by), await supersede(by)]).toEqual([3, 3])
  })

  test('leaves the time of the last change of an agent as it is', async ({ key, openAgent }) => {
    const { name } = await openAgent()
    const change = async (json: object) =>
      (await callOk<{ updated_at: string }>('PATCH', `/api/v2/agents/${name}`, { key, json })).updated_at
    const changedAt = await change({ description: 'Support', metadata: { a: 1, b: [2] } })
    for (const json of [{}, { description: 'Support' }, { metadata: { b: [2], a: 1 } }, { legal_hold: false }])
      expect(await change(json)).toBe(changedAt)
    expect(await change({ metadata: { a: 1 } })).not.toBe(changedAt)
  })
})

describe('a restored memory', () => {
  test('has the text and fields of the version, as a new version, and is found by them', async ({ openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember({ content: 'a blue elephant', title: 'Zoo', tags: ['animal'] })
    await agent.call('PATCH', id, { content: 'a red tractor', title: null, tags: [] })
    expect(await agent.found('elephant')).toEqual([])
    const { body } = await agent.call('POST', `${id}/restore`, { to_version: 1, reason: 'It was right.' })
    expect(body).toMatchObject({ content: 'a blue elephant', title: 'Zoo', tags: ['animal'], version: 3, status: 'active' })
    expect(await agent.found('elephant')).toEqual(['a blue elephant'])
    expect((await agent.history(id)).versions[0]).toMatchObject({ version: 3, reason: 'It was right.' })
    for (const to_version of [9, 2 ** 31, Number.MAX_SAFE_INTEGER])
      expect(statusAndCode(await agent.call('POST', `${id}/restore`, { to_version }))).toBe('422 invalid_request')
    expect(statusAndCode(await agent.call('PATCH', id, { title: 'Farm', version: 2 ** 31 }))).toBe('412 memory_changed')
    expect(statusAndCode(await agent.call('POST', `${id}/restore`, {}))).toBe('422 invalid_request')
  })

  test('is recalled and counted again after it was deleted', async ({ key, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('a lighthouse')
    const count = async () => (await callOk<{ memory_count: number }>('GET', `/api/v2/agents/${agent.name}`, { key })).memory_count
    const { body } = await agent.call('DELETE', id, { reason: 'Not needed.' })
    expect(body).toMatchObject({ status: 'deleted', restorable_until: expect.any(String) })
    expect([await count(), await agent.found('lighthouse'), await agent.recalled('recent')]).toEqual([0, [], []])
    expect(statusAndCode(await agent.call('GET', id))).toBe('404 memory_not_found')
    expect(statusAndCode(await agent.call('PATCH', id, { content: 'x' }))).toBe('404 memory_not_found')
    expect(statusAndCode(await agent.call('DELETE', id))).toBe('404 memory_not_found')
    expect(await agent.found('lighthouse', { status: ['deleted'] })).toEqual(['a lighthouse'])
    expect((await agent.call('POST', `${id}/restore`)).body).toMatchObject({ status: 'active', version: 3 })
    expect([await count(), await agent.found('lighthouse')]).toEqual([1, ['a lighthouse']])
  })

  test('is gone for good after it was purged, also when it was deleted before', async ({ db, key, openAgent }) => {
    const agent = await openAgent()
    const { id } = await agent.remember('a secret garden')
    await agent.call('PATCH', id, { content: 'a secret orchard' })
    await agent.call('DELETE', id)
    expect((await agent.call('DELETE', id, { purge: true })).body).toMatchObject({ status: 'deleted', restorable_until: null })
    expect(statusAndCode(await agent.call('POST', `${id}/restore`))).toBe('404 memory_not_found')
    expect(statusAndCode(await api.call('GET', `/api/v2/agents/${agent.name}/memories/${id}/history`, { key }))).toBe(
      '404 memory_not_found',
    )
    expect(await db.selectFrom('memory_versions').select('id').where('id', '=', id).execute()).toEqual([])
    expect(await agent.found('secret', { status: ['all'] })).toEqual([])
  })

  test('is deleted or changed by one of two callers at once, and nothing is lost', async ({ openAgent }) => {
    const agent = await openAgent()
    for (let round = 0; round < 10; round++) {
      const { id } = await agent.remember(uniqueName('text'))
      const [change, deletion] = await Promise.all([agent.call('PATCH', id, { content: 'changed' }), agent.call('DELETE', id)])
      expect(deletion.status).toBe(200)
      const { versions } = await agent.history(id)
      expect(versions.map(({ status }) => status)).toEqual(change.status === 200 ? ['deleted', 'active', 'active'] : ['deleted', 'active'])
    }
  })
})

describe('a superseded memory', () => {
  test('is no longer recalled, and says which memory took its place', async ({ openAgent }) => {
    const agent = await openAgent()
    const old = await agent.remember('Ada works at Initech')
    const now = await agent.remember({ content: 'Ada works at Globex', supersedes: [old.id] })
    expect(now.supersedes).toEqual([old.id])
    expect(await agent.found('where does Ada work')).toEqual(['Ada works at Globex'])
    expect(await agent.read(old.id)).toMatchObject({ status: 'superseded', superseded_by: now.id, version: 2 })
    expect(await agent.found('Initech', { status: ['superseded'] })).toEqual(['Ada works at Initech'])
    expect((await agent.found('Ada works', { status: ['all'] })).sort()).toEqual(['Ada works at Globex', 'Ada works at Initech'])
    await agent.call('POST', `${old.id}/restore`)
    expect(await agent.read(old.id)).toMatchObject({ status: 'active', superseded_by: null })
  })

  test('must exist: otherwise nothing is stored', async ({ openAgent }) => {
    const agent = await openAgent()
    const answer = await api.call('POST', `/api/v2/agents/${agent.name}/remember`, {
      token: agent.token,
      json: { content: 'new', supersedes: ['mem_missing'] },
    })
    expect(statusAndCode(answer as never)).toBe('404 memory_not_found')
    expect(await agent.recalled('recent')).toEqual([])
  })

  test('is not named by a memory of a batch, which fails by itself', async ({ openAgent }) => {
    const agent = await openAgent()
    const old = await agent.remember('Ada works at Initech')
    const batch = await callOk<{ results: { error?: string | null }[] }>('POST', `/api/v2/agents/${agent.name}/batch-remember`, {
      token: agent.token,
      json: {
        memories: [
          { content: 'Ada works at Globex', supersedes: [old.id] },
          { content: 'Ada is 36', supersedes: [] },
          { content: 'Ada is 37', Supersedes: [old.id] },
        ],
      },
    })
    expect(batch).toMatchObject({ successful: 1, failed: 2 })
    expect(batch.results[0]?.error).toBe('supersedes is for one memory: use remember.')
    expect(batch.results[2]?.error).toBe('Supersedes is not a parameter: did you mean supersedes?')
  })

  test('is in the audit log, whether a call marks it or a new memory takes its place', async ({ db, openAgent }) => {
    const agent = await openAgent()
    const [one, two] = [await agent.remember('the office is in Oslo'), await agent.remember('the office is in Bergen')]
    const { id } = await agent.remember({ content: 'the office is in Tromsø', supersedes: [one.id, two.id] })
    const marked = await agent.remember('the office is closed')
    await agent.call('POST', `${marked.id}/supersede`, { superseded_by: id })
    const entries = await db
      .selectFrom('audit_log')
      .select(['target_id', 'before', 'after', 'target_name'])
      .where('action', '=', 'memory.superseded')
      .where('target_name', '=', agent.name)
      .orderBy('id')
      .execute()
    expect(entries.map(({ target_id }) => target_id)).toEqual([...[one.id, two.id].sort(), marked.id])
    for (const { before, after } of entries)
      expect({ before, after }).toMatchObject({
        before: { status: 'active' },
        after: { status: 'superseded', superseded_by: id, version: 2 },
      })
  })

  test('of two that supersede each other at once stays active', async ({ openAgent }) => {
    const agent = await openAgent()
    for (let round = 0; round < 10; round++) {
      const [one, two] = [await agent.remember(`one ${round}`), await agent.remember(`two ${round}`)]
      const answers = await Promise.all([
        agent.call('POST', `${one.id}/supersede`, { superseded_by: two.id }),
        agent.call('POST', `${two.id}/supersede`, { superseded_by: one.id }),
      ])
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
    }
  })

  test('is never in a recall that began after the call that superseded it was answered', async ({ openAgent }) => {
    const agent = await openAgent()
    for (let round = 0; round < 20; round++) {
      const { id } = await agent.remember(`a zeppelin ${round}`)
      const recalls = [agent.found('zeppelin'), agent.found('zeppelin')]
      await agent.call('POST', `${id}/supersede`)
      expect(await agent.found('zeppelin')).toEqual([])
      await Promise.all(recalls)
    }
  })
})

test('memories like a new one are returned on demand, for callers that may read', async ({ db, teamId, openAgent }) => {
  const agent = await openAgent()
  const old = await agent.remember('Ada prefers tea in the morning')
  await agent.remember('The office has a printer')
  const { similar } = await agent.remember({ content: 'Ada prefers coffee in the morning', check_similar: true })
  expect(similar?.[0]).toMatchObject({ memory_id: old.id, content: 'Ada prefers tea in the morning' })
  expect(await agent.remember('no question')).not.toHaveProperty('similar')
  const writer = await createKey(db, teamId, { scopes: ['sessions:write', 'memories:write'] })
  const session = await callOk<{ session_token: string }>('POST', `/api/v2/agents/${agent.name}/activate`, { key: writer })
  const sent = { token: session.session_token, json: { content: 'x', check_similar: true } }
  expect(statusAndCode(await api.call('POST', `/api/v2/agents/${agent.name}/remember`, sent))).toBe('403 insufficient_scope')
})

test('a memory that is stored is answered with its id when the search for similar ones fails: a retry would store it again', async ({
  openAgent,
}) => {
  const agent = await openAgent()
  await agent.remember('the ferry leaves at noon')
  vi.mocked(findSimilar).mockRejectedValueOnce(new Error('The database does not answer.'))
  expect(await agent.remember({ content: 'the ferry leaves at one', check_similar: true })).toMatchObject({ similar: [] })
  expect(await agent.recalled('recent')).toEqual(['the ferry leaves at one', 'the ferry leaves at noon'])
})

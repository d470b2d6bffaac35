import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { CallSession } from '../../db/call-session'
import { deleteMemory, insertMemories, type NewMemory, updateMemory } from '../../db/memories'
import { listLatest } from '../../db/memory-lists'
import { listChosen, recallChosen } from '../../db/recall'
import { recallByTime } from '../../db/recall-by-time'
import type { RecallFilters } from '../../db/recall-search'
import type { AgentKey, Db } from '../../db/schema'
import { type AuthorizationRequest, NO_PERSON, NO_SECRET } from '../../db/session-authorization'
import { adoptNewDatabase } from '../../test/settings'
import { buildsEnded } from '../recall/build-index'
import { findMemories, type RankedMemory } from '../recall/find-memories'
import { agentOfSession, dropIndex, keptIndex, rememberAgent } from '../recall/index-cache'
import { storedTerms } from '../recall/stored-terms'

const { db } = await adoptNewDatabase()
const KEY = 'recallkey1'
let teamId = ''

beforeAll(async () => {
  const team = await db.insertInto('teams').values({ name: 'recall' }).returning('id').executeTakeFirstOrThrow()
  teamId = team.id
  const key = { team_id: teamId, id: KEY, name: 'k', secret_hash: Buffer.alloc(32), last_four: 'abcd', created_by_name: 'Ann' }
  await db
    .insertInto('api_keys')
    .values({ ...key, scopes: ['memories:read', 'memories:write'] })
    .execute()
})

const EVERYTHING: RecallFilters = { types: null, tags: null, minConfidence: null, createdAfter: null, createdBefore: null, limit: 10 }

type Search = RecallFilters & { query: string; explain?: boolean }

/** Recalls as the use case does it. Undefined when there is no such session. */
async function recallMemories(request: AuthorizationRequest, { address, explain = false, ...search }: Search & { address: string | null }) {
  let session: CallSession | undefined
  const agent = agentOfSession(request.teamId, request.sessionId)
  const memories = await findMemories(agent, { ...search, explain }, async (choice) => {
    const reply = await recallChosen(db, request, choice, address)
    session = reply?.session
    if (reply === undefined || reply.session.refusal !== null) return undefined
    const ofSession = { team_id: reply.session.team_id, id: reply.session.agent_row_id }
    rememberAgent(request.sessionId, ofSession)
    return { agent: ofSession, found: reply.found }
  })
  return session && { session, memories }
}

async function listMemories(agent: AgentKey, search: Search): Promise<RankedMemory[]> {
  return findMemories(agent, { explain: false, ...search }, async (choice) => ({ agent, found: await listChosen(db, agent, choice) }))
}

let made = 0

/** An agent with a session to write to and search in. */
async function createAgent() {
  const name = `agent-${++made}`
  const { id } = await db
    .insertInto('agents')
    .values({ team_id: teamId, name, pattern: 'support' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const calls = [await startSession(id, name)]
  const call = () => calls.at(-1) as AuthorizationRequest
  return {
    id,
    sessionId: () => call().sessionId,
    newSession: async () => void calls.push(await startSession(id, name)),
    remember: (...memories: (string | Partial<NewMemory>)[]) => insertMemories(db, call(), memories.map(storeMemory).map(analyzed), null),
    recall: async (query: string, filters: Partial<RecallFilters> = {}) => {
      const recalled = await recallMemories(call(), { ...EVERYTHING, ...filters, query, address: '10.0.0.1' })
      return recalled?.memories ?? []
    },
    found: async (query: string, filters: Partial<RecallFilters> = {}) => {
      const recalled = await recallMemories(call(), { ...EVERYTHING, ...filters, query, address: null })
      return (recalled?.memories ?? []).map((memory) => memory.content)
    },
    call,
  }
}

async function startSession(agentId: string, agentName: string): Promise<AuthorizationRequest> {
  const id = `sess_${randomUUID()}`
  const now = sql<Date>`memanto_now()`
  await db
    .updateTable('sessions')
    .set({ ended_at: now, end_reason: 'replaced' })
    .where('agent_row_id', '=', agentId)
    .where('ended_at', 'is', null)
    .execute()
  const opener = { opened_by_kind: 'key', opened_by_id: KEY, opened_by_name: 'k' } as const
  const expires_at = sql<Date>`memanto_now() + interval '6 hours'`
  await db
    .insertInto('sessions')
    .values({ team_id: teamId, id, agent_row_id: agentId, expires_at, ...opener })
    .execute()
  const issuedTo = { issuedToKeyId: KEY, issuedToPersonId: NO_PERSON }
  const companion = { companionKeyId: '', companionSecretHash: NO_SECRET }
  return { teamId, sessionId: id, agentName, ...issuedTo, scope: 'memories:read', rolesWithScope: [], ...companion }
}

const analyzed = (memory: NewMemory) => ({ ...memory, ...storedTerms(memory) })

function storeMemory(memory: string | Partial<NewMemory>): NewMemory {
  const given = typeof memory === 'string' ? { content: memory } : memory
  const usual: Omit<NewMemory, 'id'> = {
    type: 'fact',
    title: null,
    content: 'nothing',
    confidence: 0.8,
    tags: [],
    source: 'agent',
    provenance: 'explicit_statement',
    occurredAt: null,
  }
  return { id: `mem_${randomUUID()}`, ...usual, ...given }
}

/** The memories with others between them that no query finds, so that none gets a part of the score of another. */
const apart = (...memories: (string | Partial<NewMemory>)[]) => memories.flatMap((memory) => [memory, 'lorem ipsum', 'dolor amet'])

describe('ranking', () => {
  test('a rare word counts more than a common one', async () => {
    const agent = await createAgent()
    await agent.remember(
      ...apart('the invoice was late', 'the invoice was paid', 'the invoice was lost', 'a zebra was seen', 'the invoice was sent'),
    )
    expect((await agent.found('invoice zebra'))[0]).toBe('a zebra was seen')
  })

  test('of two memories the one that holds more of the question comes first', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('refunds take five days', 'refunds for annual plans take ten days', 'annual reports'))
    expect((await agent.found('how long do refunds of annual plans take?'))[0]).toBe('refunds for annual plans take ten days')
  })

  test('a title counts more than a tag, and a tag more than the content', async () => {
    const agent = await createAgent()
    const [content, tag, title] = [
      { content: 'about kubernetes, one' },
      { content: 'two', tags: ['kubernetes'] },
      { title: 'Kubernetes', content: 'three' },
    ]
    await agent.remember(...apart(title, tag, content))
    expect((await agent.found('kubernetes')).filter((text) => !/lorem|dolor/.test(text))).toEqual(['three', 'two', 'about kubernetes, one'])
  })

  test('words are found by their stem', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('she was running the migrations', 'nothing of the kind'))
    expect((await agent.found('migration run'))[0]).toBe('she was running the migrations')
  })

  test('a long text does not win by its length', async () => {
    const agent = await createAgent()
    const long = `${'many other words about all manner of things that happened '.repeat(60)} refund refund refund`
    const filler = Array.from({ length: 400 }, (_, nth) => `word${nth}`).join(' ')
    await agent.remember(...apart(`${long} ${filler}`, 'the refund was sent'))
    expect((await agent.found('refund'))[0]).toBe('the refund was sent')
  })

  test('the memories stored before and after a match in the same session follow it, the nearer ones and those after it first', async () => {
    const agent = await createAgent()
    await agent.remember('first', 'before', 'the zebra', 'after', 'last')
    expect(await agent.found('zebra')).toEqual(['the zebra', 'after', 'last', 'before', 'first'])
  })

  test('a match next to another match ranks above an equal match that stands alone', async () => {
    const agent = await createAgent()
    await agent.remember('the zebra', 'an apple nearby', 'lorem', 'ipsum', 'an apple elsewhere', 'dolor')
    const found = await agent.found('apple zebra')
    expect(found.indexOf('an apple nearby')).toBeLessThan(found.indexOf('an apple elsewhere'))
  })

  test('the memories of another session do not follow a match', async () => {
    const agent = await createAgent()
    await agent.remember('earlier session')
    await agent.newSession()
    await agent.remember('the zebra')
    await agent.newSession()
    await agent.remember('later session')
    expect(await agent.found('zebra')).toEqual(['the zebra'])
  })

  test('memories are ordered by descending score, up to the limit', async () => {
    const agent = await createAgent()
    await agent.remember(...Array.from({ length: 30 }, (_, nth) => `apple ${'pear '.repeat(nth % 5)}`))
    const memories = await agent.recall('apple pear', { limit: 7 })
    const scores = memories.map((memory) => memory.score ?? 0)
    expect(scores).toHaveLength(7)
    expect(scores).toEqual([...scores].sort((one, other) => other - one))
    expect(scores.at(-1)).toBeGreaterThan(0)
  })
})

describe('where whole words find too few memories', () => {
  test.each([
    ['a typing error', 'databse'],
    ['swapped letters', 'databaes'],
    ['a beginning', 'datab'],
    ['an inner part', 'tabas'],
    ['an error next to known words', 'the databse of the office'],
  ])('%s is understood: %s', async (_, query) => {
    const agent = await createAgent()
    await agent.remember(...apart('we keep it in a database', 'unrelated'))
    expect((await agent.found(query))[0]).toBe('we keep it in a database')
  })

  test('the part of a name finds it: postg', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('PostgreSQL is what they use', 'unrelated'))
    expect((await agent.found('postg'))[0]).toBe('PostgreSQL is what they use')
  })

  test('a whole word ranks above one that is only like it', async () => {
    const agent = await createAgent()
    await agent.remember(...apart({ title: 'Boarder', content: 'one' }, 'at the border'))
    expect((await agent.found('border'))[0]).toBe('at the border')
  })

  test('words that are common elsewhere are found when nothing else was asked', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('The Who were loud', 'unrelated'))
    expect((await agent.found('the who'))[0]).toBe('The Who were loud')
  })

  test('a part of a run of Chinese characters finds it', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('我们使用数据库存储', 'unrelated'))
    expect((await agent.found('数据库'))[0]).toBe('我们使用数据库存储')
  })

  test('a similar word is found no more after the last memory with it is deleted, and the new words of a changed memory are found', async () => {
    const agent = await createAgent()
    const [one, other] = [storeMemory('a database'), storeMemory('the database again')]
    await agent.remember(one, other)
    const ofAgent = { team_id: teamId, id: agent.id }
    await db.transaction().execute((tx) => deleteMemory(tx, ofAgent, one.id))
    expect((await agent.found('databse'))[0]).toBe('the database again')
    await db
      .transaction()
      .execute((tx) => updateMemory(tx, ofAgent, other.id, { content: 'a warehouse' }, storedTerms({ ...other, content: 'a warehouse' })))
    expect(await agent.found('databse')).toEqual([])
    expect(await agent.found('warehuose')).toEqual(['a warehouse'])
  })
})

describe('any query text is safe', () => {
  const nasty = [
    "' OR 1=1 --",
    "'",
    '"',
    '\\',
    "\\'",
    ':*',
    'a:*',
    '& | !',
    '!a & (b | c',
    '<->',
    '%',
    '_',
    '%%%%',
    'a\0b',
    '\0',
    '\ud800',
    'x\udfffy',
    '🚀',
    '👩‍👩‍👧‍👦 family',
    '\u202eright to left\u202c',
    'שלום עולם',
    '数据库存储了什么',
    'the of and',
    '?!…—',
    ' ',
    '',
    '$1 $18 $$',
    "http://x.y/z'a\\b?c=%d",
    'a'.repeat(1000),
    '数'.repeat(1000),
    Array.from({ length: 300 }, (_, nth) => nth.toString(36))
      .join(' ')
      .slice(0, 1000),
    'é'.normalize('NFD'),
    "e'\\\\x00'",
    '$$;drop table memories;$$',
  ]

  test('no query throws, and none changes or removes memories', async () => {
    const agent = await createAgent()
    await agent.remember(...apart("it's 100%_sure \\ C:\\temp 'quoted' & | ! :*", 'postgres database'))
    for (const query of nasty) await expect(agent.recall(query), JSON.stringify(query)).resolves.toBeInstanceOf(Array)
    expect(await agent.found('temp')).toContain("it's 100%_sure \\ C:\\temp 'quoted' & | ! :*")
  })

  test('a memory is found by its own words, however odd they are', async () => {
    const agent = await createAgent()
    const odd = [
      "http://x.y/z'a?b=c",
      "/usr/lib/it's",
      'user.name@example.com',
      'foo-bar_baz',
      "O'Reilly",
      'v1.2.3-rc4',
      'naïve café',
      'Привет мир',
      'שלום',
    ]
    for (const content of odd) await agent.remember(...apart(content))
    for (const content of odd) expect((await agent.found(content))[0]).toBe(content)
  })

  test('wildcards of LIKE find nothing but themselves', async () => {
    const agent = await createAgent()
    await agent.remember(...apart('one', 'two'))
    expect(await agent.found('%')).toEqual([])
    expect(await agent.found('_')).toEqual([])
  })
})

describe('filters', () => {
  const facts = { content: 'apple fact', type: 'fact' as const, tags: ['red', 'sweet'], confidence: 0.9 }
  const goal = { content: 'apple goal', type: 'goal' as const, tags: ['red'], confidence: 0.4 }

  test.each([
    ['types', { types: ['goal', 'event'] }, ['apple goal']],
    ['tags, all of them', { tags: ['red', 'sweet'] }, ['apple fact']],
    ['confidence', { minConfidence: 0.9 }, ['apple fact']],
    ['a time before', { createdBefore: new Date('2020-01-01') }, []],
    ['a time after', { createdAfter: new Date('2100-01-01') }, []],
  ])('%s narrow a recall, with its neighbors and similar words, and the memories by time', async (_, filters, expected) => {
    const agent = await createAgent()
    await agent.remember(facts, goal)
    expect(await agent.found('apple', filters)).toEqual(expected)
    expect(await agent.found('aple', filters)).toEqual(expected)
    const recent = await recallByTime(db, agent.call(), { ...EVERYTHING, ...filters, mode: 'recent', at: null, after: null, address: null })
    expect(recent?.memories.map((memory) => memory.content)).toEqual(expected)
    const listed = await listMemories({ team_id: teamId, id: agent.id }, { ...EVERYTHING, ...filters, query: 'apple' })
    expect(listed.map((memory) => memory.content)).toEqual(expected)
  })

  test('a filter does not hide matches behind a limit', async () => {
    const agent = await createAgent()
    await agent.remember(
      ...Array.from({ length: 300 }, (_, nth) => ({ content: `apple ${nth}`, type: nth === 250 ? ('goal' as const) : ('fact' as const) })),
    )
    expect(await agent.found('apple', { types: ['goal'], limit: 1 })).toEqual(['apple 250'])
  })
})

describe('one agent’s memories', () => {
  test('are never in the recall of another agent, by words, similar words, neighbors or time', async () => {
    const [mine, other] = [await createAgent(), await createAgent()]
    await other.remember('secret zebra', 'after the zebra')
    await mine.remember('apple')
    for (const query of ['zebra', 'zebr', 'zbera', 'secret']) expect(await mine.found(query)).toEqual([])
    const recent = await recallByTime(db, mine.call(), { ...EVERYTHING, mode: 'recent', at: null, after: null, address: null })
    expect(recent?.memories.map((memory) => memory.content)).toEqual(['apple'])
    expect(await listMemories({ team_id: teamId, id: mine.id }, { ...EVERYTHING, query: 'zebra' })).toEqual([])
    expect(await listMemories({ team_id: randomUUID(), id: other.id }, { ...EVERYTHING, query: 'zebra' })).toEqual([])
  })
})

describe('a large agent', () => {
  const content = (n: number) => `customer order number needle${n} of shelf${n % 100}`
  const AS_NOW = { terms: storedTerms, search: sql`search::tsvector` }
  const AS_BEFORE = { terms: () => ({ search: '', wordCount: 0, analysis: 0 }), search: sql`to_tsvector('english', content)` }

  test.each([
    ['now', AS_NOW],
    ['by earlier versions', AS_BEFORE],
  ])(
    'has the same answers from the database and from its index, stored %s',
    async (_, stored) => {
      const agent = await createAgent()
      await fill(agent, 6000, stored)
      const key = { team_id: teamId, id: agent.id }
      const expectAnswers = async (found: typeof agent.found) => {
        expect(await found('customer order needle4242', { limit: 1 })).toEqual([content(4242)])
        expect(await found('needl4242', { limit: 3 })).toContain(content(4242))
        expect((await found('customer order')).length).toBe(10)
        expect((await found('customer needle77', { limit: 50 })).length).toBe(50)
        expect((await found('order shelf42', { limit: 5 }))[0]).toMatch(/shelf42$/)
        expect(await found('shelf42 needle4242', { types: ['goal'] })).toEqual([])
      }
      await agent.found('nothing')
      await buildsEnded()
      expect(keptIndex(key)?.index.size).toBe(6000)
      await expectAnswers(agent.found)
      await expectAnswers(async (...search) => {
        await buildsEnded()
        dropIndex(key)
        return agent.found(...search)
      })
    },
    60_000,
  )

  /** Writes as many memories at once as no call would. */
  async function fill({ id, sessionId }: Awaited<ReturnType<typeof createAgent>>, count: number, stored: typeof AS_NOW): Promise<void> {
    const rows = Array.from({ length: count }, (_, i) => {
      const memory = { title: null, content: content(i + 1), tags: [] }
      return { n: i + 1, content: memory.content, ...stored.terms(memory) }
    })
    await sql`insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, created_at, search, word_count, analysis)
      select ${teamId}, 'mem_' || ${id} || n, ${id}, ${sessionId()}, 'fact', content, 0.8, 'agent', 'imported', memanto_now() - n * interval '1 minute',
        ${stored.search}, "wordCount", analysis
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (n integer, content text, search text, "wordCount" integer, analysis smallint)`.execute(
      db,
    )
    await sql`insert into memory_words (team_id, agent_row_id, word)
      select distinct team_id, agent_row_id, lexeme from memories cross join unnest(search) where agent_row_id = ${id} and lexeme not like ',%'`.execute(
      db,
    )
    await db.updateTable('agents').set({ settled_memories: count }).where('id', '=', id).execute()
  }
})

describe('a recall is recorded', () => {
  test('counters and timeline record how many memories were returned, without the query', async () => {
    const agent = await createAgent()
    await agent.remember('zebra one', 'zebra two', 'zebra three')
    const amounts = [await agent.recall('zebra'), await agent.recall('zebra', { limit: 2 }), await agent.recall('nothing like that')].map(
      (found) => found.length,
    )
    expect(amounts).toEqual([3, 2, 0])
    const recent = await recallByTime(db, agent.call(), {
      ...EVERYTHING,
      limit: 1,
      mode: 'recent',
      at: null,
      after: null,
      address: '10.0.0.1',
    })
    expect(recent?.memories).toHaveLength(1)
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 6, recalls: 4, stored: 3 })
    const events = await db
      .selectFrom('session_events')
      .selectAll()
      .where('session_id', '=', agent.sessionId())
      .where('kind', '=', 'recalled')
      .orderBy('id')
      .execute()
    expect(events.map((event) => event.amount)).toEqual([3, 2, 0, 1])
    expect(events[0]).toMatchObject({ by_kind: 'key', by_id: KEY, address: '10.0.0.1' })
    expect(JSON.stringify(events)).not.toContain('zebra')
  })

  test('recalls at once are all counted', async () => {
    const agent = await createAgent()
    await agent.remember('zebra one', 'zebra two')
    await Promise.all(Array.from({ length: 40 }, () => agent.recall('zebra')))
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 80, recalls: 40, stored: 2 })
  })

  test('a recall that finds nothing returns the session', async () => {
    const agent = await createAgent()
    const recalled = await recallMemories(agent.call(), { ...EVERYTHING, query: 'zebra', address: null })
    expect(recalled).toMatchObject({
      session: { id: agent.sessionId(), team_id: teamId, agent_row_id: agent.id, renew_on_use: false },
      memories: [],
    })
    expect(recalled?.session.expires_at).toBeInstanceOf(Date)
    expect(recalled?.session.now).toBeInstanceOf(Date)
  })

  test('a call that is not authorized returns no memories and counts nothing', async () => {
    const agent = await createAgent()
    await agent.remember('zebra')
    const search = { ...EVERYTHING, query: 'zebra', address: null }
    const byTime = { ...search, mode: 'recent', at: null, after: null } as const
    const answers = async (wrong: Partial<AuthorizationRequest>) => [
      await recallMemories({ ...agent.call(), ...wrong }, search),
      await recallByTime(db, { ...agent.call(), ...wrong }, byTime),
    ]
    for (const [wrong, refusal] of [
      [{ agentName: 'other' }, 'wrong_agent'],
      [{ scope: 'sessions:write' }, 'insufficient_scope'],
      [{ issuedToKeyId: 'nobody' }, 'credential_revoked'],
    ] as const)
      for (const answer of await answers(wrong)) expect(answer).toMatchObject({ session: { refusal }, memories: [] })
    for (const wrong of [{ teamId: randomUUID() }, { sessionId: 'sess_x' }]) expect(await answers(wrong)).toEqual([undefined, undefined])
    expect(await counted(db, agent.sessionId())).toEqual({ retrieved: 0, recalls: 0, stored: 1 })
  })

  async function counted(from: Db, sessionId: string) {
    const { rows } = await sql`select sum(retrieved)::bigint as retrieved, sum(recalls)::bigint as recalls, sum(stored)::bigint as stored
      from session_counters where session_id = ${sessionId}`.execute(from)
    return rows[0]
  }
})

describe('by time', () => {
  test('recent lists the newest first, as_of leaves out later memories, changed_since lists the latest change first', async () => {
    const agent = await createAgent()
    for (const content of ['one', 'two', 'three']) await agent.remember(content)
    const day = (date: number) => new Date(Date.UTC(2026, 0, date))
    const at = async (content: string, created: number, updated = created) =>
      db
        .updateTable('memories')
        .set({ created_at: day(created), updated_at: day(updated) })
        .where('agent_row_id', '=', agent.id)
        .where('content', '=', content)
        .execute()
    await at('one', 1, 9)
    await at('two', 2)
    await at('three', 3)
    const listed = async (mode: 'recent' | 'as_of' | 'changed_since', moment: Date | null) => {
      const recalled = await recallByTime(db, agent.call(), { ...EVERYTHING, mode, at: moment, after: null, address: null })
      expect(recalled?.memories.every((memory) => memory.score === null)).toBe(true)
      return recalled?.memories.map((memory) => memory.content)
    }
    expect(await listed('recent', null)).toEqual(['three', 'two', 'one'])
    expect(await listed('as_of', day(2))).toEqual(['two', 'one'])
    expect(await listed('as_of', new Date(0))).toEqual([])
    expect(await listed('changed_since', day(2))).toEqual(['one', 'three'])
    expect(await listed('changed_since', day(9))).toEqual([])
  })

  test('pages of a list continue where the last one ended, also among memories of the same moment', async () => {
    const agent = await createAgent()
    await agent.remember(...Array.from({ length: 5 }, (_, nth) => `memory ${nth}`))
    const seen: string[] = []
    let from: { time: Date; id: string } | undefined
    for (let rows = await page(from); rows.length > 0; rows = await page(from)) {
      seen.push(...rows.map((memory) => memory.id))
      const last = rows.at(-1)
      from = last && { time: last.created_at, id: last.id }
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)

    function page(start: typeof from) {
      return listLatest(db, { team_id: teamId, id: agent.id }, { ...EVERYTHING, limit: 2 }, start)
    }
  })
})

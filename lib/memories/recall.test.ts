import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { NewMemory } from '../../db/memories'
import { writeVersion } from '../../db/memory-changes'
import { deleteMemories } from '../../db/memory-purge'
import { recallByTime } from '../../db/recall-by-time'
import { AS_NOW, fillAgent } from '../../test/recall/fill-agent'
import { AUTHOR, createAgent, db, EVERYTHING, listMemories, newMemory, teamId } from '../../test/recall/recalled-agents'
import { buildsEnded } from '../recall/build-index'
import { dropIndex, keptIndex } from '../recall/index-cache'
import { storedTerms } from '../recall/stored-terms'

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
    const [one, other] = [newMemory('a database'), newMemory('the database again')]
    await agent.remember(one, other)
    const ofAgent = { team_id: teamId, id: agent.id }
    await db.transaction().execute((tx) => deleteMemories(tx, ofAgent, [one.id], []))
    expect((await agent.found('databse'))[0]).toBe('the database again')
    await db
      .transaction()
      .execute((tx) =>
        writeVersion(tx, ofAgent, other.id, { content: 'a warehouse' }, AUTHOR, storedTerms({ ...other, content: 'a warehouse' })),
      )
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
    const recent = await recallByTime(db, agent.call(), { ...EVERYTHING, ...filters, mode: 'recent', at: null, after: null })
    expect(recent?.memories.map((memory) => memory.content)).toEqual(expected)
    const listed = await listMemories({ team_id: teamId, id: agent.id }, { ...EVERYTHING, ...filters, query: 'apple' })
    expect(listed.map((memory) => memory.content)).toEqual(expected)
  })

  test('the first recall of a session finds superseded memories, also where the agent has no others, and is counted once', async () => {
    const agent = await createAgent()
    await agent.remember('the old zebra')
    await sql`update memories set status = 'superseded', txid = pg_current_xact_id() where agent_row_id = ${agent.id}`.execute(db)
    expect(await agent.found('zebra', { statuses: ['superseded'] })).toEqual(['the old zebra'])
    expect(await agent.found('zebra', { statuses: ['superseded'] })).toEqual(['the old zebra'])
    const counted = db.selectFrom('session_counters').select((counters) => counters.fn.sum('recalls').as('recalls'))
    expect(await counted.where('session_id', '=', agent.sessionId()).execute()).toEqual([{ recalls: '2' }])
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
    const recent = await recallByTime(db, mine.call(), { ...EVERYTHING, mode: 'recent', at: null, after: null })
    expect(recent?.memories.map((memory) => memory.content)).toEqual(['apple'])
    expect(await listMemories({ team_id: teamId, id: mine.id }, { ...EVERYTHING, query: 'zebra' })).toEqual([])
    expect(await listMemories({ team_id: randomUUID(), id: other.id }, { ...EVERYTHING, query: 'zebra' })).toEqual([])
  })
})

describe('a large agent', () => {
  const content = (n: number) => `customer order number needle${n} of shelf${n % 100}`
  const AS_BEFORE = { terms: () => ({ search: '', wordCount: 0, analysis: 0 }), search: sql`to_tsvector('english', content)` }

  test.each([
    ['now', AS_NOW],
    ['by earlier versions', AS_BEFORE],
  ])(
    'has the same answers from the database and from its index, stored %s',
    async (_, stored) => {
      const agent = await createAgent()
      const memories = Array.from({ length: 6000 }, (_, i) => ({ content: content(i + 1) }))
      await fillAgent(db, agent.sessionId(), memories, stored)
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

  test('memories with both of two common words are found by the database, also with a filter that few match', async () => {
    const agent = await createAgent()
    const common = Array.from({ length: 12_000 }, (_, n) => ({ content: n % 2 === 0 ? `lantern ${n}` : `harbour ${n}` }))
    const both = 'the lantern of the harbour'
    // In the middle: from neither end is it among the first that have one of the words.
    common.splice(6000, 0, { content: both })
    const goals = ['lantern', 'harbour'].map((word) => ({ content: `the goal of the ${word}`, type: 'goal' }))
    await fillAgent(db, agent.sessionId(), [...common, ...goals])
    const found = async (filters: Parameters<typeof agent.found>[1]) => {
      await buildsEnded()
      dropIndex({ team_id: teamId, id: agent.id })
      return agent.found('lantern harbour', filters)
    }
    expect((await found({}))[0]).toBe(both)
    expect((await found({ types: ['goal'] })).toSorted()).toEqual(['the goal of the harbour', 'the goal of the lantern'])
  })
})

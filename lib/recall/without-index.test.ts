import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { RecallFilters } from '../../db/recall-search'
import { fillAgent } from '../../test/recall/fill-agent'
import { createAgent, db, EVERYTHING, recallMemories, teamId } from '../../test/recall/recalled-agents'
import { analyseOldMemories } from './analyse-old-memories'
import { buildsEnded } from './build-index'
import { dropIndex } from './index-cache'

type Agent = Awaited<ReturnType<typeof createAgent>>
type Filters = Partial<RecallFilters>

const ALL: Filters = { statuses: ['active', 'superseded', 'expired', 'deleted'] }
const LIMITS = [1, 2, 5, 10, 20, 50]

/** Recalls that no index answers: of any status, and of active memories while there is no index. */
const WAYS: [name: string, recall: (agent: Agent, query: string, filters?: Filters) => ReturnType<typeof recallAll>][] = [
  ['of any status', (agent, query, filters) => recallAll(agent, query, { ...ALL, ...filters })],
  [
    'without an index',
    async (agent, query, filters) => {
      await buildsEnded()
      dropIndex({ team_id: teamId, id: agent.id })
      return recallAll(agent, query, filters ?? {})
    },
  ],
]

async function recallAll(agent: Agent, query: string, filters: Filters) {
  const recalled = await recallMemories(agent.call(), { ...EVERYTHING, limit: 100, ...filters, query })
  return recalled ?? expect.fail('the session may recall')
}

/** More memories than are read as a whole by a first recall. */
const FILLER = Array.from({ length: 2100 }, (_, n) => ({ content: `note ${n} about the weather` }))

async function agentWith(memories: readonly { content: string; type?: string }[]): Promise<Agent> {
  const agent = await createAgent()
  await fillAgent(db, agent.sessionId(), [...memories, ...FILLER])
  return agent
}

describe.each(WAYS)('a recall %s', (_, recall) => {
  const contentsOf = async (...searched: Parameters<typeof recall>) => (await recall(...searched)).memories.map(({ content }) => content)

  test('finds the best of a hundred memories with a word, whatever the limit', async () => {
    const longer = Array.from({ length: 100 }, (_, n) => ({ content: `an apple of the garden behind the old house, number ${n}` }))
    const agent = await agentWith([{ content: 'apple' }, ...longer])
    const all = await contentsOf(agent, 'apple')
    expect(all[0]).toBe('apple')
    for (const limit of LIMITS) expect(await contentsOf(agent, 'apple', { limit })).toEqual(all.slice(0, limit))
  })

  test('is the beginning of one with a larger limit, also where many are found by two words and few by one', async () => {
    const memories = Array.from({ length: 150 }, (_, n) => ({
      content: n % 5 === 0 ? `the pear ${n} and the plum` : `${'pear '.repeat(1 + (n % 3))}number ${n}`,
    }))
    const agent = await agentWith(memories)
    for (const query of ['pear plum', 'plum', 'pearr weather', 'paer']) {
      const all = await contentsOf(agent, query)
      for (const limit of LIMITS) expect(await contentsOf(agent, query, { limit })).toEqual(all.slice(0, limit))
    }
  })

  test.each([
    ['all of which are ranked', 200],
    ['more of which match than are ranked', 900],
  ])('has under a filter the same memories with the same scores, %s', async (_, count) => {
    const memories = Array.from({ length: count }, (_, n) => ({
      content: `apple ${n % 40}${n % 3 ? '' : ' pear'}${' tree'.repeat(n % 4)}`,
      type: n % 7 ? 'fact' : 'goal',
    }))
    const agent = await agentWith(memories)
    for (const query of ['apple pear', 'apple', 'appel 12 tree']) {
      const all = (await recall(agent, query)).memories
      const goals = (await recall(agent, query, { types: ['goal'] })).memories
      const scores = new Map(goals.map(({ id, score }) => [id, score]))
      const expected = all.filter(({ type }) => type === 'goal').map(({ id, score }) => [id, score] as const)
      expect(expected.length).toBeGreaterThan(5)
      expect(expected.map(([id]) => [id, scores.get(id)])).toEqual(expected)
      expect(goals).toHaveLength(Math.min(100, Math.ceil(count / 7)))
    }
  })

  test('of equal memories has the one stored last first', async () => {
    const agent = await agentWith(Array.from({ length: 130 }, () => ({ content: 'the same zebra' })))
    const found = (await recall(agent, 'zebra', { limit: 20 })).memories
    const { rows } = await sql<{
      id: string
    }>`select id from memories where agent_row_id = ${agent.id} and content like '%zebra' order by seq desc`.execute(db)
    expect(found.map(({ score }) => score)).toEqual(found.map(() => found[0]?.score))
    expect(found.map(({ id }) => id)).toEqual(rows.slice(0, 20).map(({ id }) => id))
  })
})

/** German words that begin with Steuer, end with it, or have it in the middle. */
const COMPOUNDS = [
  'berater',
  'bescheid',
  'klasse',
  'recht',
  'fuss',
  'last',
  'satz',
  'jahr',
  'amt',
  'akte',
  'basis',
  'tarif',
  'wert',
  'plan',
  'fall',
].flatMap((end) => [`steuer${end}`, `lohnsteuer${end}`])

describe.each(WAYS)('similar words of a recall %s', (_, recall) => {
  test('find all of thirty memories with another compound each', async () => {
    const agent = await agentWith(COMPOUNDS.map((word) => ({ content: `notiz: ${word}` })))
    const { memories, isComplete } = await recall(agent, 'Steuer')
    expect(memories.filter(({ content }) => content.includes('steuer'))).toHaveLength(30)
    expect(isComplete).toBe(true)
  })

  test('find compounds of a word that others have on its own, where memories are in a language with compounds', async () => {
    const german = Array.from({ length: 2200 }, (_, n) => ({ content: `das ist die Notiz ${n} von dem Büro und der Firma` }))
    const whole = Array.from({ length: 5 }, () => ({ content: 'das ist das Haus von der Firma' }))
    const compounds = COMPOUNDS.map((word) => ({
      content: `das ist ${word.replace(/^lohnsteuer(.*)/, '$1haus').replace('steuer', 'haus')} für die Firma`,
    }))
    // Far from each other, so that none is found as a neighbour.
    const spread = compounds.flatMap((memory, n) => [memory, ...german.slice(10 * n, 10 * n + 10)])
    const agent = await agentWith([...german, ...whole, ...spread])
    const { memories } = await recall(agent, 'Haus')
    const found = memories.filter(({ content }) => /haus/i.test(content))
    expect(found).toHaveLength(35)
  })
})

describe('an answer of the database says whether it is complete', () => {
  const isComplete = async (agent: Agent, query: string, filters: Filters = {}) =>
    (await recallAll(agent, query, { ...ALL, ...filters })).isComplete

  test('when all memories with a word are ranked, it is, and when there are more it is not', async () => {
    const memories = Array.from({ length: 500 }, (_, n) => ({
      content: `${n < 100 ? 'walnut' : 'almond hazelnut'} ${n}`,
      type: n % 100 ? 'fact' : 'goal',
    }))
    const agent = await agentWith([...memories, ...memories.map(({ content }) => ({ content: `${content} almond` }))])
    expect(await isComplete(agent, 'walnut')).toBe(true)
    expect(await isComplete(agent, 'the walnut of the weather')).toBe(false)
    expect(await isComplete(agent, 'almond')).toBe(false)
    expect(await isComplete(agent, 'almond', { types: ['goal'] })).toBe(true)
  })

  test('words that are in nearly all memories are not missed', async () => {
    const agent = await agentWith([{ content: 'the walnut of the garden' }])
    expect(await isComplete(agent, 'about the walnut')).toBe(true)
    expect(await isComplete(agent, 'about the')).toBe(false)
  })

  test('while memories have terms of an earlier analysis, it is not', async () => {
    const agent = await agentWith([{ content: 'walnut' }])
    await sql`update memories set analysis = 0 where agent_row_id = ${agent.id} and content = 'walnut'`.execute(db)
    expect(await isComplete(agent, 'walnut')).toBe(false)
    await analyseOldMemories(teamId)
    expect(await isComplete(agent, 'walnut')).toBe(true)
  })

  test('when more words or memories are like a word than are looked up, it is not', async () => {
    const agent = await agentWith(Array.from({ length: 600 }, (_, n) => ({ content: `lantern${n.toString(36)}` })))
    expect(await isComplete(agent, 'lanterns')).toBe(false)
    expect(await isComplete(agent, 'lanternc9')).toBe(false)
  })

  test('when more words of the query are unknown than are compared, or it has more words than are looked up, it is not', async () => {
    const agent = await agentWith([])
    const words = (count: number) => 'abcdefghijklmnopq'.slice(0, count).replaceAll(/./g, 'xqz$&zqx ')
    expect(await isComplete(agent, words(16))).toBe(true)
    expect(await isComplete(agent, words(17))).toBe(false)
    expect(await isComplete(agent, Array.from({ length: 70 }, (_, n) => `${n} weather`).join(' '))).toBe(false)
  })
})

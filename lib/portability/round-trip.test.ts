import { describe, expect } from 'vitest'
import { callOk, createAgent, startSession } from '../../test/calls'
import { testWithDatabase as test } from '../../test/fixtures'
import { jsonl } from '../../test/lines'
import { exportLines, exportText, importFile } from '../../test/portability'
import { createKey, createTeam } from '../../test/teams'
import { buildsEnded } from '../recall/build-index'
import { dropIndex, keptIndex } from '../recall/index-cache'

const TOPICS = [
  'invoice',
  'train',
  'garden',
  'server',
  'violin',
  'recipe',
  'tax form',
  'harbour',
  'exam',
  'bicycle',
  'museum',
  'printer',
  'Lisbon',
  'Zürich',
  '東京の会議',
]
const ACTIONS = [
  'was late',
  'needs a repair',
  'is due in March 2024',
  'was moved to Friday',
  'costs 40 euros',
  'belongs to Ada',
  'is closed',
  'was cancelled',
]
const SHORT = ['Thanks!', 'Yes, please.', 'No.', 'Okay.']

/** A conversation with sentences that resemble each other, and with short replies that are the same again and again. */
function conversation(seed: number) {
  let state = seed
  const next = (count: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * count)
  }
  return (n: number) => {
    if (n % 4 === 3) return { content: SHORT[next(SHORT.length)] ?? '' }
    const [topic, action] = [TOPICS[next(TOPICS.length)] ?? '', ACTIONS[next(ACTIONS.length)] ?? '']
    return {
      content: `${n % 2 ? 'Ada' : 'Grace'}: The ${topic} ${action}.`,
      ...(n % 7 === 0 && { tags: [topic.slice(0, 20)] }),
      ...(n % 11 === 0 && { title: `About the ${topic}` }),
      ...(n % 5 === 0 && { occurred_at: `2024-0${1 + next(9)}-1${next(9)}T10:00:00Z` }),
    }
  }
}

const QUERIES = Array.from({ length: 50 }, (_, n) => {
  const [topic, other, action] = [TOPICS[n % TOPICS.length], TOPICS[(n * 7 + 3) % TOPICS.length], ACTIONS[(n * 5) % ACTIONS.length]]
  return (
    [
      `When ${action?.replace(/^(was|is|needs|costs|belongs)/, 'did')} the ${topic}?`,
      `${topic} or ${other}`,
      `What does Ada say about the ${topic}?`,
      `${topic} in March 2024`,
      `${topic?.replace('i', 'u')} ${action}`,
    ][n % 5] ?? ''
  )
})

type Answers = { memories: { id: string; content: string; score: number }[] }[]

/** Fills an agent by several sessions, one after the other, with single memories and batches. */
async function fill(key: string, agent: string, count: number): Promise<void> {
  const memory = conversation(42)
  for (let n = 0; n < count; ) {
    const { session_token: token } = await startSession(key, agent)
    for (let inSession = 0; inSession < 60 && n < count; ) {
      const memories = Array.from({ length: Math.min(1 + (inSession % 20), count - n) }, () => memory(n++))
      await callOk('POST', `/api/v2/agents/${agent}/batch-remember`, { token, json: { memories } })
      inSession += memories.length
    }
    await callOk('POST', `/api/v2/agents/${agent}/deactivate`, { key })
  }
}

async function recallAll(key: string, agent: string): Promise<Answers> {
  const { session_token: token } = await startSession(key, agent)
  const answers: Answers = []
  for (const query of QUERIES) answers.push(await callOk('POST', `/api/v2/agents/${agent}/recall`, { token, json: { query, limit: 10 } }))
  return answers
}

const essence = (answers: Answers) =>
  answers.map(({ memories }) => memories.map(({ id, content, score }) => ({ id, content, score: Number(score.toFixed(9)) })))

describe('after an export and an import into another team', () => {
  test('50 queries find the same memories in the same order with the same scores', async ({ db }) => {
    const key = await createKey(db, await createTeam(db))
    const agent = await createAgent(key, 'original')
    await fill(key, agent, 900)
    const other = await createKey(db, await createTeam(db))
    const copy = await createAgent(other, 'copy')
    const file = await exportText(key, agent)
    expect((await importFile(other, copy, file)).body).toMatchObject({ stored: 900, duplicates: 0, failed: 0, ids_changed: 0 })
    const expected = essence(await recallAll(key, agent))
    expect(expected.filter((found) => found.length === 10).length).toBeGreaterThan(30)
    expect(essence(await recallAll(other, copy))).toEqual(expected)
    // A second import of the same file adds nothing, and an export of the copy has the same memories.
    expect((await importFile(other, copy, file)).body).toMatchObject({ stored: 0, duplicates: 900 })
    const memories = async (by: string, name: string) =>
      (await exportLines(by, name))
        .filter(({ record }) => record === 'memory')
        .map(({ agent_id: _agent, session_id: _session, ...fields }) => fields)
    expect(await memories(other, copy)).toEqual(await memories(key, agent))
  })

  test('also where the index is built from the database', async ({ db }) => {
    const teams = [await createTeam(db), await createTeam(db)]
    const [key = '', other = ''] = [await createKey(db, teams[0] ?? ''), await createKey(db, teams[1] ?? '')]
    const agent = await createAgent(key, 'large')
    const memory = conversation(7)
    const lines = Array.from({ length: 2600 }, (_, n) => ({
      ...memory(n),
      content: `${memory(n).content} (${n})`,
      session_id: `s${Math.floor(n / 40)}`,
    }))
    await importFile(key, agent, jsonl(...lines))
    const copy = await createAgent(other, 'large')
    await importFile(other, copy, await exportText(key, agent))
    const rows = await db.selectFrom('agents').select(['team_id', 'id']).where('name', '=', 'large').execute()
    for (const row of rows) {
      const kept = keptIndex(row)
      if (kept) dropIndex(row, kept)
    }
    await recallAll(key, agent)
    await recallAll(other, copy)
    await buildsEnded()
    expect(rows.map((row) => keptIndex(row)?.index.size)).toEqual([2600, 2600])
    expect(essence(await recallAll(other, copy))).toEqual(essence(await recallAll(key, agent)))
  })
})

import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { up } from './migrations/0009-api'
import type { Db } from './schema'
import { testDatabase } from './testing'

let db: Db
beforeAll(async () => {
  ;({ db } = await testDatabase())
})

const DECOMPOSED = 'Zoe\u0308'
const COMPOSED = 'Zo\u00eb'

interface Before {
  content?: string
  title?: string | null
  tags?: string[]
}

async function anAgent() {
  const { id: team_id } = await db.insertInto('teams').values({ name: DECOMPOSED }).returning('id').executeTakeFirstOrThrow()
  const agent = { team_id, name: 'a', pattern: 'support', description: `about ${DECOMPOSED}` }
  const { id: agent_row_id } = await db.insertInto('agents').values(agent).returning('id').executeTakeFirstOrThrow()
  const opened = { opened_by_kind: 'key', opened_by_id: 'k', opened_by_name: 'k', expires_at: new Date('2099-01-01') } as const
  const session = { team_id, id: `sess_${randomUUID()}`, agent_row_id, ...opened }
  await db.insertInto('sessions').values(session).execute()
  return { team_id, agent_row_id, session_id: session.id }
}

async function aMemory(
  of: { team_id: string; agent_row_id: string; session_id: string },
  { content = 'plain', title = null, tags = [] }: Before,
) {
  const id = `mem_${randomUUID()}`
  const usual = { type: 'fact', confidence: 0.8, source: 'agent', provenance: 'observed' }
  await db
    .insertInto('memories')
    .values({ ...of, id, content, title, tags, ...usual })
    .execute()
  return id
}

const migrate = () => db.transaction().execute((tx) => up(tx as never))

test('text and tags of earlier versions become what new ones are, and are found by their words', async () => {
  const of = await anAgent()
  const ids = [
    await aMemory(of, { content: `${DECOMPOSED} likes tea`, title: DECOMPOSED, tags: [` ${DECOMPOSED}`, COMPOSED, 'b', 'a', 'b ', ' \t'] }),
    await aMemory(of, { content: 'as it was', tags: ['b', 'a'] }),
  ]
  const before = await db.selectFrom('memories').selectAll().where('id', '=', String(ids[1])).executeTakeFirstOrThrow()
  await migrate()
  const [first, second] = await db.selectFrom('memories').selectAll().where('team_id', '=', of.team_id).orderBy('seq').execute()
  expect(first).toMatchObject({ content: `${COMPOSED} likes tea`, title: COMPOSED, tags: [COMPOSED, 'b', 'a'] })
  expect(second).toEqual(before)
  const words = await db.selectFrom('memory_words').select('word').where('team_id', '=', of.team_id).execute()
  expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['zo\u00eb', 'tea']))
  const agent = await db.selectFrom('agents').select('description').where('team_id', '=', of.team_id).executeTakeFirstOrThrow()
  const team = await db.selectFrom('teams').select('name').where('id', '=', of.team_id).executeTakeFirstOrThrow()
  expect([agent.description, team.name]).toEqual([`about ${COMPOSED}`, COMPOSED])
})

test('what needs no change is left alone', async () => {
  const of = await anAgent()
  for (let index = 0; index < 20; index++) await aMemory(of, { content: `note ${index}`, tags: [`t${index}`] })
  await migrate()
  const rows = () => db.selectFrom('memories').selectAll().where('team_id', '=', of.team_id).orderBy('seq').execute()
  const before = await rows()
  await migrate()
  expect(await rows()).toEqual(before)
})

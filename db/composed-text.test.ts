import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createEmptyDatabase } from '../test/empty-database'
import { migrate, migrationsUntil } from './migrate'
import { up } from './migrations/0009-api'
import type { Db } from './schema'

let db: Db
beforeAll(async () => {
  ;({ db } = await createEmptyDatabase())
  await migrate(db, migrationsUntil('0008-key-rate-limits'))
})

const DECOMPOSED = 'Zoe\u0308'
const COMPOSED = 'Zo\u00eb'

interface Session {
  teamId: string
  agentRowId: string
  sessionId: string
}

async function createAgent(): Promise<Session> {
  const sessionId = `sess_${randomUUID()}`
  const { rows } = await sql<Session>`
    with team as (insert into teams (name) values (${DECOMPOSED}) returning id),
    agent as (
      insert into agents (team_id, agent_id, pattern, description) select id, 'a', 'support', ${`about ${DECOMPOSED}`} from team returning team_id, id
    ),
    session as (
      insert into sessions (team_id, id, agent_id, opened_by_kind, opened_by_id, opened_by_name, expires_at)
      select team_id, ${sessionId}, id, 'key', 'k', 'k', '2099-01-01' from agent
    )
    select team_id as "teamId", id as "agentRowId", ${sessionId}::text as "sessionId" from agent`.execute(db)
  const [made] = rows
  if (made === undefined) throw new Error('The agent was not created.')
  return made
}

interface Before {
  content?: string
  title?: string | null
  tags?: string[]
}

async function storeMemory(
  { teamId, agentRowId, sessionId }: Session,
  { content = 'plain', title = null, tags = [] }: Before,
): Promise<string> {
  const id = `mem_${randomUUID()}`
  await sql`
    insert into memories (team_id, agent_id, session_id, id, content, title, tags, type, confidence, source, provenance)
    values (${teamId}, ${agentRowId}, ${sessionId}, ${id}, ${content}, ${title}, ${tags}, 'fact', 0.8, 'agent', 'observed')`.execute(db)
  return id
}

const compose = () => db.transaction().execute((tx) => up(tx as never))

test('the migration turns text and tags of earlier versions into composed characters, and adds their words', async () => {
  const of = await createAgent()
  const ids = [
    await storeMemory(of, {
      content: `${DECOMPOSED} likes tea`,
      title: DECOMPOSED,
      tags: [` ${DECOMPOSED}`, COMPOSED, 'b', 'a', 'b ', ' \t'],
    }),
    await storeMemory(of, { content: 'as it was', tags: ['b', 'a'] }),
  ]
  const before = await db.selectFrom('memories').selectAll().where('id', '=', String(ids[1])).executeTakeFirstOrThrow()
  await compose()
  const [first, second] = await db.selectFrom('memories').selectAll().where('team_id', '=', of.teamId).orderBy('seq').execute()
  expect(first).toMatchObject({ content: `${COMPOSED} likes tea`, title: COMPOSED, tags: [COMPOSED, 'b', 'a'] })
  expect(second).toEqual(before)
  const words = await db.selectFrom('memory_words').select('word').where('team_id', '=', of.teamId).execute()
  expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['zo\u00eb', 'tea']))
  const agent = await db.selectFrom('agents').select('description').where('team_id', '=', of.teamId).executeTakeFirstOrThrow()
  const team = await db.selectFrom('teams').select('name').where('id', '=', of.teamId).executeTakeFirstOrThrow()
  expect([agent.description, team.name]).toEqual([`about ${COMPOSED}`, COMPOSED])
})

test('the migration leaves composed text alone', async () => {
  const of = await createAgent()
  for (let index = 0; index < 20; index++) await storeMemory(of, { content: `note ${index}`, tags: [`t${index}`] })
  await compose()
  const rows = () => db.selectFrom('memories').selectAll().where('team_id', '=', of.teamId).orderBy('seq').execute()
  const before = await rows()
  await compose()
  expect(await rows()).toEqual(before)
})

import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import type { Db } from './schema'

/** People with their logins and password links, and the server's own tables, belong to no team. */
const GLOBAL = [
  'failed_sign_ins',
  'kysely_migration',
  'kysely_migration_lock',
  'logins',
  'migration_checksums',
  'password_links',
  'people',
  'sign_in_guesses',
  'teams',
]

interface ForeignKey {
  table: string
  columns: string[]
  target: string
  targets: string[]
}

let db: Db
beforeAll(async () => {
  ;({ db } = await createDatabase())
})

async function columnsOf(): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace group by 1 order by 1`.execute(db)
  return new Map(rows.map(({ name, columns }) => [name, columns]))
}

/** The columns of every primary key or unique index, by table. */
async function uniqueColumns(): Promise<{ table: string; columns: string[] }[]> {
  const { rows } = await sql<{ table: string; columns: string[] }>`
    select i.indrelid::regclass::text as table, array_agg(coalesce(a.attname::text, '(expression)') order by k.place) as columns
    from pg_index i
    cross join lateral unnest(i.indkey) with ordinality as k (attnum, place)
    left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
    join pg_class c on c.oid = i.indrelid and c.relnamespace = 'public'::regnamespace
    where i.indisunique group by i.indexrelid, 1`.execute(db)
  return rows
}

async function foreignKeys(): Promise<ForeignKey[]> {
  const names = (columns: string, table: string) => sql`(
    select array_agg(a.attname::text order by k.place) from unnest(${sql.raw(columns)}) with ordinality as k (attnum, place)
    join pg_attribute a on a.attrelid = ${sql.raw(table)} and a.attnum = k.attnum)`
  const { rows } = await sql<ForeignKey>`
    select f.conrelid::regclass::text as table, ${names('f.conkey', 'f.conrelid')} as columns,
      f.confrelid::regclass::text as target, ${names('f.confkey', 'f.confrelid')} as targets
    from pg_constraint f where f.contype = 'f'`.execute(db)
  return rows
}

test('every tenant table begins with team_id, and so does its primary key', async () => {
  const tables = await columnsOf()
  expect(tables.size).toBeGreaterThan(10)
  const tenant = [...tables].filter(([name]) => !GLOBAL.includes(name))
  expect(tenant.filter(([, columns]) => columns[0] !== 'team_id').map(([name]) => name)).toEqual([])
})

test('every foreign key between tenant tables includes team_id, so that no row refers to another team', async () => {
  const between = (await foreignKeys()).filter(({ table, target }) => !GLOBAL.includes(table) && !GLOBAL.includes(target))
  expect(between.length).toBeGreaterThan(4)
  expect(between.filter(({ columns, targets }) => columns[0] !== 'team_id' || targets[0] !== 'team_id')).toEqual([])
})

test('what is unique is unique within its team, except the id of a key, by which a key is found', async () => {
  const elsewhere = (await uniqueColumns()).filter(({ table, columns }) => !GLOBAL.includes(table) && columns[0] !== 'team_id')
  expect(elsewhere).toEqual([{ table: 'api_keys', columns: ['id'] }])
})

test('the database rejects a second open session of an agent', async () => {
  const [team] = await db.insertInto('teams').values({ name: 'Acme' }).returning('id').execute()
  const team_id = team?.id ?? ''
  const agent = await db.insertInto('agents').values({ team_id, name: 'bot', pattern: 'support' }).returning('id').executeTakeFirstOrThrow()
  const open = (id: string) => {
    const opened = { opened_by_kind: 'key', opened_by_id: 'k', opened_by_name: 'k' } as const
    return db
      .insertInto('sessions')
      .values({ team_id, id, agent_row_id: agent.id, expires_at: new Date(Date.now() + 1000), ...opened })
      .execute()
  }
  await open('sess_1')
  await expect(open('sess_2')).rejects.toMatchObject({ constraint: 'sessions_one_open' })
  await db.updateTable('sessions').set({ ended_at: new Date(), end_reason: 'deactivated' }).where('id', '=', 'sess_1').execute()
  await open('sess_2')
})

import { queryDatabase } from './database'

/** Tables that the server also writes by itself some time after a request: logs of calls, and counts of uses and of days. */
const WRITTEN_LATER = [
  'request_log',
  'request_hours',
  'key_usage',
  'memory_uses',
  'memory_use_marks',
  'session_days',
  'session_day_marks',
  'vocabulary_checks',
]

/** Columns that every use writes, and those that maintenance writes at any moment. */
const NOT_COMPARED = ['last_used_at', 'last_used_ip', 'last_seen_at', 'retention_checked_at', 'analysis']

/**
 * Returns a function that reads the state of a team in the database of the server under test: for each table how many rows belong to the team and to
 * its members, and a hash of them. Two states can be compared.
 */
export async function teamStateReader(teamName: string): Promise<() => Promise<string>> {
  const query = <Row>(sql: string) => queryDatabase<Row>(process.env.MEMANTO_E2E_DATA ?? '', sql)
  const columns = await query<{ table: string; columns: string[] }>(`
    select table_name as "table", array_agg(column_name::text) as columns from information_schema.columns
    where table_schema = current_schema() group by table_name order by table_name`)
  const team = `(select id from teams where name = '${teamName}')`
  const members = `(select person_id from memberships where team_id = ${team})`
  const conditions: Record<string, string> = {
    teams: `id = ${team}`,
    people: `id in ${members}`,
    memberships: `team_id = ${team} or person_id in ${members}`,
  }
  const conditionOf = (names: string[]) => {
    if (names.includes('team_id')) return `team_id = ${team}`
    return names.includes('person_id') ? `person_id in ${members}` : undefined
  }
  const digests = columns.flatMap(({ table, columns: names }) => {
    const condition = conditions[table] ?? conditionOf(names)
    if (condition === undefined || WRITTEN_LATER.includes(table)) return []
    return `select '${table}' as "table", count(*)::int as rows, md5(coalesce(string_agg(content, '' order by content), '')) as hash
      from (select (to_jsonb(t) - '{${NOT_COMPARED.join()}}'::text[])::text as content from ${table} t where ${condition}) contents`
  })
  return async () => JSON.stringify(await query(`${digests.join(' union all ')} order by 1`), undefined, 1)
}

import { sql } from 'kysely'
import { TABLES } from '../db/backup-tables'
import { MEMORY_COLUMNS, storedColumns } from '../db/memory-columns'
import type { Db } from '../db/schema'
import { seedSample } from '../db/seed'
import { parseKey } from '../lib/auth/api-key-format'
import { newId } from '../lib/ids'
import { storedTerms } from '../lib/recall/stored-terms'
import { createKey, createTeam } from './teams'

/** Text that a careless copy would change: every character with a meaning in COPY, JSON or a shell. */
const ODD_TEXT = 'tab\there, \\. on\nits own line\n\\.\nquote\'s "two" \\N \u0001 😀 ñ ن \u2028'

/** Creates a team with a month of history and rows in every table. Returns its key. */
export async function fillDatabase(db: Db): Promise<{ teamId: string; key: string }> {
  const teamId = await createTeam(db, ODD_TEXT)
  const key = await createKey(db, teamId)
  const keyId = parseKey(key)?.id ?? ''
  await db.transaction().execute((tx) => seedSample(tx, teamId, { id: keyId, name: 'test key' }, { newId, termsOf: storedTerms }))
  await sql`update memories set content = ${ODD_TEXT}, tags = ${['a,b', '"c"', '\\', '{}', '']} where ctid in (select ctid from memories limit 3)`.execute(
    db,
  )
  await sql`update agents set metadata = ${JSON.stringify({ odd: ODD_TEXT.replace('\u0001', ''), big: 12345678901234567890n.toString() })}`.execute(
    db,
  )
  const person = sql`(select id from people limit 1)`
  const statements = [
    sql`insert into people (email, name, password_hash) values ('ada@example.com', ${ODD_TEXT}, '$argon2id$v=19$x')`,
    sql`insert into memberships (team_id, person_id, role) values (${teamId}, ${person}, 'owner')`,
    sql`insert into saved_views (team_id, person_id, page, name, query) values (${teamId}, ${person}, 'sessions', ${ODD_TEXT}, 'status=active')`,
    sql`insert into password_links (token_hash, person_id, expires_at) values ('\\x00ff5c', ${person}, now())`,
    sql`insert into invites (team_id, email, role, token_hash, invited_by, expires_at)
      values (${teamId}, 'bob@example.com', 'reader', '\\x0001', ${person}, 'infinity')`,
    sql`insert into logins (person_id, expires_at, user_agent, device_hash) values (${person}, now() + interval '1 day', ${ODD_TEXT}, '\\x00')`,
    sql`insert into failed_sign_ins (person_id, attempts) values (${person}, 3)`,
    sql`insert into sign_in_guesses values ('a', 1, 2)`,
    sql`insert into api_key_agents select team_id, ${keyId}, id from agents`,
    sql`insert into audit_log (team_id, by_kind, by_id, by_name, action, target_kind, target_id, before)
      select ${teamId}, 'system', 'memanto', ${ODD_TEXT}, 'team.founded', 'team', n::text, '{"a": [1, null]}' from generate_series(1, 50) n`,
    sql`delete from audit_log where target_id = '50'`,
    sql`insert into idempotency_records (team_id, caller, key, fingerprint, answer) values (${teamId}, 'c', 'k', 'f', '{}')`,
    sql`insert into session_days values (${teamId}, 'start', '2026-01-31', 'expired', 1, 2, 3, 4)`,
    sql`insert into memory_imports (team_id, id, agent_row_id, caller, key, fingerprint) select team_id, 'imp_' || id, id, 'key:x', id::text, ${ODD_TEXT} from agents`,
    sql`insert into memory_import_ids (team_id, import_id, kind, old_id, new_id) select team_id, id, 'memory', ${ODD_TEXT}, 'mem_x' from memory_imports`,
    sql`insert into memory_versions (${sql.raw(MEMORY_COLUMNS.join())}, known_from, known_until)
      select ${sql.raw(storedColumns('m'))}, m.created_at, m.updated_at from memories m`,
    sql`insert into memory_deletions (team_id, agent_row_id, memory_id) select team_id, id, ${ODD_TEXT} from agents`,
    sql`insert into vocabulary_checks (team_id, agent_row_id, waits_for) select team_id, id, array[${ODD_TEXT}, null] from agents`,
    sql`insert into session_day_marks values (${teamId}, 'start', '2026-02-01')`,
    sql`update session_events set memory_ids = array[${ODD_TEXT}, 'mem_1'] where ctid in (select ctid from session_events where kind = 'recalled' limit 3)`,
    sql`insert into memory_uses select team_id, id, 3, created_at from memories limit 9`,
    sql`insert into request_log (team_id, id, at, method, route, status, ms, agent) values (${teamId}, 'req_x', now(), 'GET', '/api/v2/agents', 200, 1.5, ${ODD_TEXT})`,
    sql`insert into request_hours values (${teamId}, '2026-01-31', 1, 2, 3)`,
    sql`insert into key_usage values (${teamId}, ${keyId}, '2026-01-31', '192.0.2.1', 1, 2, now())`,
    sql`insert into memory_use_marks (team_id, counted) values (${teamId}, '3:3:')`,
  ]
  for (const statement of statements) await statement.execute(db)
  return { teamId, key }
}

/** Returns for each table the number of rows and a hash of all of them, including computed columns, but without ids of transactions, which differ between databases. */
export async function digestTables(db: Db): Promise<Record<string, string>> {
  const prints: Record<string, string> = {}
  for (const table of TABLES) {
    const { rows } = await sql<{ print: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(md5(row), '' order by md5(row))), '') as print from (select (to_jsonb(t) - 'txid' - 'deletions_kept_from' - 'counted' - 'since')::text as row from ${sql.table(table)} t) rows`.execute(
      db,
    )
    prints[table] = rows[0]?.print ?? ''
  }
  return prints
}

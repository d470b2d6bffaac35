import type pg from 'pg'
import { newKey } from '../lib/auth/api-key-format'
import { SCOPES } from '../lib/auth/permissions'
import { ANALYSIS_VERSION } from '../lib/recall/analyze'
import { storedTerms } from '../lib/recall/stored-terms'
import { randomTexts } from './random-texts'
import { fillWithoutIndexes } from './without-indexes'

export const SESSIONS = 1_000_000
/** Agents without a session to activate, and as many with one to deactivate. */
const IDLE_AGENTS = 20_000
const BUSY_AGENTS = 20_000
/** Agents whose sessions the calls take in turns. */
const AGENTS_IN_TURNS = 16

const MEMORIES_PER_SESSION = 50
const WORDS_PER_MEMORY = 12
export const LARGE_AGENT_MEMORIES = 100_000
export const SMALL_AGENT_MEMORIES = 1_000

export const idleAgents = agentNames('idle', IDLE_AGENTS)
export const busyAgents = agentNames('busy', BUSY_AGENTS)
export const readingAgents = agentNames('reader', AGENTS_IN_TURNS)
export const writingAgents = agentNames('writer', AGENTS_IN_TURNS)
export const extendingAgents = agentNames('extender', AGENTS_IN_TURNS)
export const largeAgent = 'large'
export const smallAgent = 'small'

function agentNames(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${kind}-${n}`)
}

/** A team with a long history, a key that may do everything in it, and the transaction that wrote the memories. */
export async function fillDatabase(pool: pg.Pool): Promise<{ teamId: string; key: string; txid: string }> {
  const { key, parts } = newKey()
  const { rows } = await pool.query(`insert into teams (name, life_cap_hours) values ('Bench', 1e6) returning id`)
  const teamId: string = rows[0].id
  await pool.query(
    `insert into api_keys (team_id, id, name, secret_hash, last_four, scopes, created_by_name) values ($1, $2, 'Bench', $3, $4, $5, 'Bench')`,
    [teamId, parts.id, parts.secretHash, parts.lastFour, SCOPES],
  )
  await fillWithoutIndexes(pool, {
    sessions: () => fillSessions(pool, teamId, parts.id),
    memories: () => fillMemories(pool, teamId),
    agents: () => fillAgents(pool, teamId),
  })
  await pool.query('analyze')
  const written = await pool.query<{ txid: string }>('select txid::text from memories limit 1')
  return { teamId, key, txid: written.rows[0]?.txid ?? '' }
}

/**
 * Whose session n is: first the large and the small agent's, as many as hold their memories, then equally many of each idle and busy one.
 * Newest first, and agents in the order of their row ids: every index is built from sorted rows, which is the most of the time saved.
 */
const SESSION_OWNERS = `
select n, case when n <= ${LARGE_AGENT_MEMORIES / MEMORIES_PER_SESSION} then 1 when n <= ${(LARGE_AGENT_MEMORIES + SMALL_AGENT_MEMORIES) / MEMORIES_PER_SESSION} then 2
  else 3 + n::bigint * ${IDLE_AGENTS + BUSY_AGENTS} / ${SESSIONS + 1} end as place
from generate_series(1, ${SESSIONS}) n`

async function fillAgents(pool: pg.Pool, teamId: string): Promise<void> {
  const names = [largeAgent, smallAgent, ...idleAgents, ...busyAgents, ...readingAgents, ...writingAgents, ...extendingAgents]
  await pool.query(
    `insert into agents (team_id, id, name, pattern, settled_memories)
     select $1, ${agentRow('n')}, name, 'support', case n when 1 then ${LARGE_AGENT_MEMORIES} when 2 then ${SMALL_AGENT_MEMORIES} else 0 end from unnest($2::text[]) with ordinality as names (name, n)`,
    [teamId, names],
  )
}

/** Row ids that can be computed need not be looked up. */
const agentRow = (place: string) => `(lpad(to_hex(${place}), 8, '0') || repeat('0', 24))::uuid`
const sessionId = (n: string) => `'sess_' || lpad((${n})::text, 25, '0')`

async function fillSessions(pool: pg.Pool, teamId: string, keyId: string): Promise<void> {
  await pool.query(
    `insert into sessions (team_id, id, agent_row_id, started_at, expires_at, ended_at, end_reason, opened_by_kind, opened_by_id, opened_by_name,
       ended_by_kind, ended_by_id, ended_by_name)
     select $1, ${sessionId('n')}, ${agentRow('place')}, started, started + interval '6 hours', started + interval '2 hours', 'deactivated', 'key', $2, 'Bench', 'key', $2, 'Bench'
     from (${SESSION_OWNERS}) owners cross join lateral (select now() - interval '1 day' - n * interval '30 seconds' as started) times`,
    [teamId, keyId],
  )
  await pool.query(
    `insert into sessions (team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name)
     select $1, ${sessionId(`${SESSIONS} + n`)}, ${agentRow('n')}, now() - interval '1 hour', now() + interval '5 hours', 'key', $2, 'Bench'
     from generate_series(${3 + IDLE_AGENTS}, ${2 + IDLE_AGENTS + BUSY_AGENTS}) n`,
    [teamId, keyId],
  )
}

export const memoryId = (n: number) => `mem_${String(n).padStart(25, '0')}`

/** Stored one a minute with their terms, as `remember` does it. */
async function fillMemories(pool: pg.Pool, teamId: string): Promise<void> {
  const texts = randomTexts(LARGE_AGENT_MEMORIES + SMALL_AGENT_MEMORIES, WORDS_PER_MEMORY, 1)
  const terms = texts.map((content) => storedTerms({ title: null, content, tags: [] }))
  await pool.query(
    `insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, created_at, updated_at, search, word_count, analysis)
     select $1, 'mem_' || lpad(n::text, 25, '0'), ${agentRow(`case when n <= ${LARGE_AGENT_MEMORIES} then 1 else 2 end`)}, ${sessionId(`(n - 1) / ${MEMORIES_PER_SESSION} + 1`)},
       'fact', content, 0.8, 'agent', 'explicit_statement', stored, stored, search::tsvector, words, $5
     from unnest($2::text[], $3::text[], $4::integer[]) with ordinality as texts (content, search, words, n)
     cross join lateral (select now() - (${LARGE_AGENT_MEMORIES + SMALL_AGENT_MEMORIES} - n) * interval '1 minute' as stored) times`,
    [teamId, texts, terms.map(({ search }) => search), terms.map(({ wordCount }) => wordCount), ANALYSIS_VERSION],
  )
  await pool.query(`insert into memory_words (team_id, agent_row_id, word)
    select distinct team_id, agent_row_id, lexeme collate "C" from memories cross join unnest(search) where lexeme not like ',%'`)
}

import type pg from 'pg'
import type { MemoryVersion } from '../db/recall-choice'
import { newKey } from '../lib/auth/api-key-format'
import { SCOPES } from '../lib/auth/permissions'
import { ANALYSIS_VERSION } from '../lib/recall/analyze'
import { storedTerms } from '../lib/recall/stored-terms'
import { randomTexts } from './random-texts'
import { fillWithoutIndexes } from './without-indexes'

/** How large the team is that is measured. */
export interface FillSize {
  sessions: number
  /** Memories of the agent `large`. */
  memories: number
  /** Agents that the product and the bare server each activate, and as many that each deactivates: every one is used once. */
  agentsPerGroup: number
}

export const STANDARD_SIZE: FillSize = { sessions: 1_000_000, memories: 100_000, agentsPerGroup: 60_000 }
export const SMALL_AGENT_MEMORIES = 1_000
/** Agents whose sessions the calls take in turns. */
const AGENTS_IN_TURNS = 64

const MEMORIES_PER_SESSION = 50
const WORDS_PER_MEMORY = 12
const BATCH = 100_000

export const largeAgent = 'large'
export const smallAgent = 'small'
export const readingAgents = agentNames('reader', AGENTS_IN_TURNS)
export const writingAgents = agentNames('writer', AGENTS_IN_TURNS)
export const extendingAgents = agentNames('extender', AGENTS_IN_TURNS)
export const joiningAgents = agentNames('joiner', AGENTS_IN_TURNS)

/** Groups of agents without a session, for the product and for the bare server, and with one; in this order after `large` and `small`. */
const AGENT_GROUPS = ['idle', 'bare-idle', 'busy', 'bare-busy'] as const

/** The names of the agents of a group. */
export function groupOf(group: (typeof AGENT_GROUPS)[number], { agentsPerGroup }: FillSize): string[] {
  return agentNames(group, agentsPerGroup)
}

function agentNames(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, n) => `${kind}-${n}`)
}

/** The team that was filled, and a key that may do everything in it. */
export interface FilledTeam {
  teamId: string
  key: string
  keyId: string
  keyHash: Buffer
  /** Ten memories of the large and of the small agent, such as a recall may choose. */
  recalled: { large: MemoryVersion[]; small: MemoryVersion[] }
}

async function tenMemories(pool: pg.Pool, place: number): Promise<MemoryVersion[]> {
  const { rows } = await pool.query<MemoryVersion>(
    `select id, txid::text from memories where agent_row_id = ${agentRow(`${place}`)} limit 10`,
  )
  return rows
}

/** Creates a team with a long history, and a key that may do everything in it. */
export async function fillDatabase(pool: pg.Pool, size: FillSize = STANDARD_SIZE): Promise<FilledTeam> {
  const { key, parts } = newKey()
  const { rows } = await pool.query(`insert into teams (name, life_cap_hours) values ('Bench', 1e6) returning id`)
  const teamId: string = rows[0].id
  await pool.query(
    `insert into api_keys (team_id, id, name, secret_hash, last_four, scopes, created_by_name) values ($1, $2, 'Bench', $3, $4, $5, 'Bench')`,
    [teamId, parts.id, parts.secretHash, parts.lastFour, SCOPES],
  )
  await fillWithoutIndexes(pool, {
    sessions: () => fillSessions(pool, teamId, parts.id, size),
    memories: () => fillMemories(pool, teamId, size),
    agents: () => fillAgents(pool, teamId, size),
  })
  await pool.query('vacuum analyze')
  const recalled = { large: await tenMemories(pool, 1), small: await tenMemories(pool, 2) }
  return { teamId, key, keyId: parts.id, keyHash: parts.secretHash, recalled }
}

/**
 * SQL of the agent of each session: the first sessions belong to the large and the small agent, as many as their memories need, the others to the agents of the
 * groups, equally many each. Newest first, and agents in the order of their row ids: every index is built from sorted rows, which is the most of the time saved.
 */
const sessionOwners = ({ sessions, memories, agentsPerGroup }: FillSize) => `
select n, case when n <= ${memories / MEMORIES_PER_SESSION} then 1 when n <= ${(memories + SMALL_AGENT_MEMORIES) / MEMORIES_PER_SESSION} then 2
  else 3 + n::bigint * ${AGENT_GROUPS.length * agentsPerGroup} / ${sessions + 1} end as place
from generate_series(1, ${sessions}) n`

async function fillAgents(pool: pg.Pool, teamId: string, size: FillSize): Promise<void> {
  const groups = AGENT_GROUPS.flatMap((group) => groupOf(group, size))
  const names = [largeAgent, smallAgent, ...groups, ...readingAgents, ...writingAgents, ...extendingAgents, ...joiningAgents]
  await pool.query(
    `insert into agents (team_id, id, name, pattern, settled_memories)
     select $1, ${agentRow('n')}, name, 'support', case n when 1 then ${size.memories} when 2 then ${SMALL_AGENT_MEMORIES} else 0 end from unnest($2::text[]) with ordinality as names (name, n)`,
    [teamId, names],
  )
}

/** Row ids that can be computed need not be looked up. */
const agentRow = (place: string) => `(lpad(to_hex(${place}), 8, '0') || repeat('0', 24))::uuid`
const sessionId = (n: string) => `'sess_' || lpad((${n})::text, 25, '0')`

async function fillSessions(pool: pg.Pool, teamId: string, keyId: string, size: FillSize): Promise<void> {
  await pool.query(
    `insert into sessions (team_id, id, agent_row_id, started_at, expires_at, ended_at, end_reason, opened_by_kind, opened_by_id, opened_by_name,
       ended_by_kind, ended_by_id, ended_by_name)
     select $1, ${sessionId('n')}, ${agentRow('place')}, started, started + interval '6 hours', started + interval '2 hours', 'deactivated', 'key', $2, 'Bench', 'key', $2, 'Bench'
     from (${sessionOwners(size)}) owners cross join lateral (select now() - interval '1 day' - n * interval '30 seconds' as started) times`,
    [teamId, keyId],
  )
  const { sessions, agentsPerGroup } = size
  await pool.query(
    `insert into sessions (team_id, id, agent_row_id, started_at, expires_at, opened_by_kind, opened_by_id, opened_by_name)
     select $1, ${sessionId(`${sessions} + n`)}, ${agentRow('n')}, now() - interval '1 hour', now() + interval '5 hours', 'key', $2, 'Bench'
     from generate_series(${3 + 2 * agentsPerGroup}, ${2 + 4 * agentsPerGroup}) n`,
    [teamId, keyId],
  )
}

/** Stored one a minute with their terms, as `remember` does it. */
async function fillMemories(pool: pg.Pool, teamId: string, { memories }: FillSize): Promise<void> {
  const all = memories + SMALL_AGENT_MEMORIES
  for (let stored = 0; stored < all; stored += BATCH) {
    const texts = randomTexts(Math.min(BATCH, all - stored), WORDS_PER_MEMORY, stored + 1)
    const terms = texts.map((content) => storedTerms({ title: null, content, tags: [] }))
    await pool.query(
      `insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, created_at, updated_at,
         search, word_count, analysis)
       select $1, 'mem_' || lpad(n::text, 25, '0'), ${agentRow(`case when n <= ${memories} then 1 else 2 end`)}, ${sessionId(`(n - 1) / ${MEMORIES_PER_SESSION} + 1`)},
         'fact', content, 0.8, 'agent', 'explicit_statement', stored, stored, search::tsvector, words, $5
       from unnest($2::text[], $3::text[], $4::integer[]) with ordinality as texts (content, search, words, place)
       cross join lateral (select ${stored} + place as n) numbers
       cross join lateral (select now() - (${all} - n) * interval '1 minute' as stored) times`,
      [teamId, texts, terms.map(({ search }) => search), terms.map(({ wordCount }) => wordCount), ANALYSIS_VERSION],
    )
  }
  await pool.query(`insert into memory_words (team_id, agent_row_id, word)
    select distinct team_id, agent_row_id, lexeme collate "C" from memories cross join unnest(search) where lexeme not like ',%'`)
}

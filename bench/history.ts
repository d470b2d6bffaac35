import type pg from 'pg'
import type { Db } from '../db/schema'
import { sumUpDays } from '../db/session-days'
import { hashPassword } from '../lib/people/password'
import { randomTexts } from './random-texts'
import { fillWithoutIndexes } from './without-indexes'

/** How large the team is whose pages are measured. */
interface HistorySize {
  agents: number
  /** As many memories. */
  sessions: number
  /** Sessions that have not ended, the latest ones. */
  open: number
  /** Agents that have half of all memories. */
  largeAgents: number
}

/** A team as large as the portal is asked to stay quick for. */
export const STANDARD_SESSIONS = '1000000'
const MIN_SESSIONS = 10_000
const DAYS = 365

function sizeOf(sessions: number): HistorySize {
  if (sessions < MIN_SESSIONS || sessions % MIN_SESSIONS !== 0)
    throw new Error(`--sessions takes multiples of ${MIN_SESSIONS}. ${sessions} is none.`)
  const agents = sessions / 100
  return { agents, sessions, open: sessions / 500, largeAgents: Math.ceil(agents / 1000) }
}

/** An agent with very many memories. */
export const largestAgent = 'agent-00000'
/** An agent like most others, in a team of any size. */
export const ordinaryAgent = 'agent-00054'

export const owner = { email: 'owner@example.com', password: 'a long enough password' }

/** Agents whose words are learnt: learning a million texts takes longer than all else together. */
const AGENTS_WITH_WORDS = [largestAgent, ordinaryAgent]

export const sessionName = (n: number) => `sess_${String(n).padStart(25, '0')}`

/** Creates a team with an owner and a year of history with this number of sessions, unless the database has one, and sums up its days as maintenance does. */
export async function prepareHistory(pool: pg.Pool, db: Db, sessions: number): Promise<void> {
  const { rows } = await pool.query('select id from teams')
  const teamId: string = rows[0]?.id ?? (await fillHistory(pool, sizeOf(sessions)))
  for (const by of ['start', 'end'] as const) while ((await db.transaction().execute((tx) => sumUpDays(tx, teamId, by))) > 0);
}

async function fillHistory(pool: pg.Pool, size: HistorySize): Promise<string> {
  const { rows } = await pool.query(`insert into teams (name) values ('Large') returning id`)
  const teamId: string = rows[0].id
  await fillOwner(pool, teamId)
  await fillWithoutIndexes(pool, {
    agents: () => fillAgents(pool, teamId, size),
    sessions: () => fillSessions(pool, teamId, size),
    memories: () => fillMemories(pool, teamId, size),
  })
  for (const fill of [fillCounters, fillEvents, fillAudit, fillWords]) await fill(pool, teamId)
  await pool.query('vacuum analyze')
  return teamId
}

async function fillOwner(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `with owner as (insert into people (email, name, password_hash) values ($2, 'Ada', $3) returning id)
     insert into memberships (team_id, person_id, role) select $1, id, 'owner' from owner`,
    [teamId, owner.email, await hashPassword(owner.password)],
  )
}

/** Row ids that can be computed need not be looked up. */
const agentRow = (place: string) => `(lpad(to_hex(${place}), 8, '0') || repeat('0', 24))::uuid`
const agentName = (place: string) => `'agent-' || lpad((${place})::text, 5, '0')`
const sessionId = (n: string) => `'sess_' || lpad((${n})::text, 25, '0')`
/** Neighbours in time belong to different agents. */
const agentOfSession = (n: string, { agents }: HistorySize) => `(${n}::bigint * 7919 % ${agents})`

async function fillAgents(pool: pg.Pool, teamId: string, size: HistorySize): Promise<void> {
  const memoriesEach = size.sessions / 2 / size.agents
  await pool.query(
    `insert into agents (team_id, id, name, pattern, description, created_at, session_count, last_session_at, settled_memories)
     select $1, ${agentRow('n')}, ${agentName('n')}, (array['support', 'project', 'tool'])[1 + n % 3], 'Answers customers of region ' || n % 97,
       now() - interval '${DAYS} days' - n * interval '1 minute', ${size.sessions / size.agents}, now() - n * interval '30 seconds',
       ${memoriesEach} + case when n < ${size.largeAgents} then ${size.sessions / 2 / size.largeAgents} else 0 end
     from generate_series(0, ${size.agents - 1}) n`,
    [teamId],
  )
}

/** Equally many each day, latest first: the last ones are open. */
async function fillSessions(pool: pg.Pool, teamId: string, size: HistorySize): Promise<void> {
  await pool.query(
    `insert into sessions (team_id, id, agent_row_id, started_at, expires_at, ended_at, end_reason, opened_by_kind, opened_by_id, opened_by_name,
       ended_by_kind, ended_by_id, ended_by_name, memories_stored, memories_retrieved, recalls, first_used_at, last_used_at)
     select $1, ${sessionId('n')}, ${agentRow(agentOfSession('n', size))}, started, started + interval '6 hours', ended,
       case when ended is null then null else (array['deactivated', 'deactivated', 'deactivated', 'expired', 'replaced', 'revoked'])[1 + n % 6] end,
       'key', 'benchkey00', 'Bench', case when ended is null then null else 'key' end, case when ended is null then null else 'benchkey00' end,
       case when ended is null then null else 'Bench' end, n % 17, n % 41, n % 5, started, coalesce(ended, started)
     from generate_series(1, ${size.sessions}) n
     cross join lateral (select now() - n * interval '${DAYS} days' / ${size.sessions} as started) starts
     cross join lateral (select case when n > ${size.open} then least(started + (600 + n % 20000) * interval '1 second', now()) end as ended) ends`,
    [teamId],
  )
}

const BATCH = 100_000

/** The first half spread over all agents, the other over the large ones. */
async function fillMemories(pool: pg.Pool, teamId: string, size: HistorySize): Promise<void> {
  for (let from = 0; from < size.sessions; from += BATCH)
    await pool.query(
      `insert into memories (team_id, id, agent_row_id, session_id, type, content, confidence, source, provenance, created_at, updated_at)
       select $1, 'mem_' || lpad((place)::text, 25, '0'), ${agentRow('agent')}, ${sessionId('place')}, 'fact', content, 0.8, 'agent', 'explicit_statement', stored, stored
       from unnest($2::text[]) with ordinality as texts (content, n)
       cross join lateral (select ${from} + n as place) places
       cross join lateral (select case when place > ${size.sessions / 2} then place % ${size.largeAgents} else ${agentOfSession('place', size)} end as agent,
         now() - place * interval '${DAYS} days' / ${size.sessions} as stored) wholes`,
      [teamId, randomTexts(Math.min(BATCH, size.sessions - from), 12, from + 1)],
    )
}

async function fillCounters(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `insert into session_counters (team_id, session_id, shard, stored, retrieved, recalls, first_used_at, last_used_at)
     select team_id, id, shard, 2, 3, 1, started_at, started_at from sessions cross join generate_series(0, 3) shard
     where team_id = $1 and ended_at is null`,
    [teamId],
  )
}

/** The timeline of what began in the last days, and of one long session. */
async function fillEvents(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `insert into session_events (team_id, session_id, at, kind, amount, by_kind, by_id)
     select team_id, id, started_at, kind, 1, 'key', 'benchkey00' from sessions cross join unnest(array['activated', 'remembered', 'recalled']) kind
     where team_id = $1 and started_at > now() - interval '30 days'
     union all
     select $1, ${sessionId('1')}, now() - interval '1 hour' + n * interval '100 milliseconds', 'remembered', 1, 'key', 'benchkey00' from generate_series(1, 10000) n`,
    [teamId],
  )
}

async function fillAudit(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `insert into audit_log (team_id, at, by_kind, by_id, by_name, action, target_kind, target_id, target_name)
     select $1, now() - n * interval '1 minute', 'key', 'benchkey00', 'Bench', (array['agent.created', 'agent.changed', 'session.ended'])[1 + n % 3], 'agent', n::text, 'agent-' || n
     from generate_series(1, 200000) n`,
    [teamId],
  )
}

async function fillWords(pool: pg.Pool, teamId: string): Promise<void> {
  await pool.query(
    `insert into memory_words (team_id, agent_row_id, word)
     select distinct m.team_id, m.agent_row_id, lexeme collate "C" from memories m join agents a on a.team_id = m.team_id and a.id = m.agent_row_id cross join unnest(m.search)
     where m.team_id = $1 and a.name = any ($2)`,
    [teamId, AGENTS_WITH_WORDS],
  )
}

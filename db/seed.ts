import type { Insertable } from 'kysely'
import { SYSTEM_ACTOR } from './constants'
import type { ActorKind, Agent, EventKind, Schema, Session, Tx } from './schema'
import { insertSampleMemories, leaveToReview, type SampleRules } from './seed-memories'
import { DAY_MS, DAYS, HOUR_MS, planSessions, type Span } from './seed-plan'
import { insertSampleRequests } from './seed-requests'
import { SAMPLE_AGENTS } from './seed-texts'
import { readClock } from './teams'

interface SampleKey {
  id: string
  name: string
}

/** Fills a team with agents and thirty days of realistic history that ends now; each run creates the same. */
export async function seedSample(tx: Tx, teamId: string, key: SampleKey, rules: SampleRules): Promise<void> {
  const random = seededRandom(20_250_330)
  const now = await readClock(tx)
  for (const { name, pattern, description, openHours } of SAMPLE_AGENTS) {
    const createdAt = new Date(now.getTime() - DAYS * DAY_MS - 2 * HOUR_MS)
    const values = { team_id: teamId, name, pattern, description, created_at: createdAt, updated_at: createdAt }
    const agent = await tx.insertInto('agents').values(values).returningAll().executeTakeFirstOrThrow()
    const sessions = planSessions(now, openHours, random).map((span) => sampleSession(agent, key, span, rules.newId('sess'), random))
    await insertHistory(tx, agent, sessions, rules, random)
  }
  await leaveToReview(tx, teamId)
  await insertSampleRequests(tx, teamId, key.id, now, random)
}

interface SampleSession {
  row: Insertable<Schema['sessions']> & Pick<Session, 'id' | 'started_at' | 'opened_by_id'>
  stored: number
  retrievals: number[]
  end: Date
}

function sampleSession(agent: Agent, key: SampleKey, span: Span, id: string, random: () => number): SampleSession {
  const { start, hours, open } = span
  const expiresAt = new Date(start.getTime() + 6 * HOUR_MS)
  const ending = open ? undefined : endingOf(agent, key, span.isShort ? 1 : random())
  const end = open || ending?.end_reason === 'expired' ? expiresAt : new Date(start.getTime() + hours * HOUR_MS)
  const opened = { opened_by_kind: 'key' as const, opened_by_id: key.id, opened_by_name: key.name }
  const ended = ending && { ended_at: end, ...ending }
  const row = { team_id: agent.team_id, id, agent_row_id: agent.id, started_at: start, expires_at: expiresAt, ...opened, ...ended }
  const retrievals = Array.from({ length: Math.floor(random() * 6) }, () => Math.floor(random() * 6))
  return { row, stored: 1 + Math.floor(random() * 6), retrievals, end }
}

/** How a session ended, by a number from 0 to 1: most were deactivated by their agent. */
function endingOf(agent: Agent, key: SampleKey, chance: number) {
  const byKey = { ended_by_kind: 'key' as const, ended_by_id: key.id, ended_by_name: key.name }
  if (chance < 0.25)
    return {
      end_reason: 'expired' as const,
      ended_by_kind: SYSTEM_ACTOR.kind,
      ended_by_id: SYSTEM_ACTOR.id,
      ended_by_name: SYSTEM_ACTOR.name,
    }
  if (chance < 0.31) return { end_reason: 'revoked' as const, ...byKey }
  if (chance < 0.38) return { end_reason: 'replaced' as const, ...byKey }
  return { end_reason: 'deactivated' as const, ended_by_kind: 'agent' as const, ended_by_id: agent.name, ended_by_name: agent.name }
}

async function insertHistory(tx: Tx, agent: Agent, sessions: SampleSession[], rules: SampleRules, random: () => number): Promise<void> {
  let settled = 0
  const known: string[] = []
  for (const session of sessions) {
    const { row } = session
    const last = Math.min(session.end.getTime(), Date.now())
    const moment = () => new Date(row.started_at.getTime() + random() * (last - row.started_at.getTime()))
    const stored = Array.from({ length: session.stored }, moment).sort((a, b) => a.getTime() - b.getTime())
    const recalled = session.retrievals.map((amount) => ({ amount, at: moment(), ids: amount > 0 ? known.slice(-amount) : [] }))
    const used = [...stored, ...recalled.map(({ at }) => at)].sort((a, b) => a.getTime() - b.getTime())
    const sums = {
      memories_stored: stored.length,
      memories_retrieved: recalled.reduce((sum, { amount }) => sum + amount, 0),
      recalls: recalled.length,
      first_used_at: used[0] ?? row.started_at,
      last_used_at: used.at(-1) ?? row.started_at,
    }
    const isOpen = row.ended_at === undefined
    await tx
      .insertInto('sessions')
      .values(isOpen ? row : { ...row, ...sums })
      .execute()
    if (isOpen) await insertCounters(tx, row, sums)
    const ids = await insertSampleMemories(tx, agent, row, stored, rules, random)
    const remembered = stored.map((at, nth) => ({ amount: 1, at, ids: ids.slice(nth, nth + 1) }))
    await insertEvents(tx, row, { remembered, recalled }, isOpen ? undefined : session.end)
    known.push(...ids)
    if (!isOpen) settled += stored.length
  }
  const last = sessions.at(-1)?.row.started_at ?? null
  await tx
    .updateTable('agents')
    .set({ settled_memories: settled, session_count: sessions.length, last_session_at: last })
    .where('team_id', '=', agent.team_id)
    .where('id', '=', agent.id)
    .execute()
}

interface Sums {
  memories_stored: number
  memories_retrieved: number
  recalls: number
  first_used_at: Date
  last_used_at: Date
}

async function insertCounters(tx: Tx, row: SampleSession['row'], { memories_stored, memories_retrieved, ...sums }: Sums): Promise<void> {
  const counters = { team_id: row.team_id, session_id: row.id, shard: 0, stored: memories_stored, retrieved: memories_retrieved, ...sums }
  await tx.insertInto('session_counters').values(counters).execute()
}

/** When memories were stored or returned, how many, and which of those that the sample has. */
interface SampleUse {
  at: Date
  amount: number
  ids: string[]
}

async function insertEvents(
  tx: Tx,
  row: SampleSession['row'],
  { remembered, recalled }: Record<'remembered' | 'recalled', SampleUse[]>,
  end?: Date,
): Promise<void> {
  const common = { team_id: row.team_id, session_id: row.id, by_kind: 'key' as ActorKind, by_id: row.opened_by_id }
  const event = (kind: EventKind, at: Date, { amount = 0, ids = [] }: Partial<SampleUse> = {}) => ({
    ...common,
    kind,
    at,
    amount,
    memory_ids: ids.length > 0 ? ids : null,
  })
  const happened = [
    event('activated', row.started_at),
    ...remembered.map((use) => event('remembered', use.at, use)),
    ...recalled.map((use) => event('recalled', use.at, use)),
  ].sort((a, b) => a.at.getTime() - b.at.getTime())
  const ending = { by_kind: row.ended_by_kind ?? SYSTEM_ACTOR.kind, by_id: row.ended_by_id ?? SYSTEM_ACTOR.id }
  await tx
    .insertInto('session_events')
    .values(end ? [...happened, { ...event('ended', end), ...ending }] : happened)
    .execute()
}

/** A small generator of numbers in [0, 1) (mulberry32), so that every demo has the same data. */
function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

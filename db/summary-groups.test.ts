import { beforeAll, expect, test } from 'vitest'
import { stopClock } from '../test/clock'
import { createDatabase } from '../test/database'
import { createSampleKey } from '../test/sample-key'
import { END_REASONS } from './constants'
import type { Db } from './schema'
import { seedSample } from './seed'
import { readUsualSession } from './session-comparison'
import { sumUpDays } from './session-days'
import { type SummaryFilters, sumUpEndedSessions } from './summaries'
import { type GroupOrder, listSummaryGroups, type SummaryGrouping } from './summary-groups'

const NOW = new Date('2026-03-30T16:30:00Z')
const HOUR_MS = 3_600_000

let db: Db
let teamId: string
let ended: Awaited<ReturnType<typeof readEnded>>
beforeAll(async () => {
  ;({ db } = await createDatabase())
  await stopClock(db, NOW)
  teamId = await createTeam('Acme')
  const key = await createSampleKey(db, teamId)
  let count = 0
  const ids = { newId: (prefix: string) => `${prefix}_${++count}`, termsOf: () => ({ search: '', wordCount: 0, analysis: 0 }) }
  await db.transaction().execute((tx) => seedSample(tx, teamId, key, ids))
  await db.updateTable('sessions').set({ ended_at: NOW, end_reason: 'deactivated' }).where('ended_at', 'is', null).execute()
  for (const [ending, end_reason] of [
    ['3', 'replaced'],
    ['7', 'revoked'],
  ] as const)
    await db.updateTable('sessions').set({ end_reason }).where('id', 'like', `%${ending}`).execute()
  ended = await readEnded()
})

const createTeam = async (name: string) => (await db.insertInto('teams').values({ name }).returning('id').executeTakeFirstOrThrow()).id

/** Every ended session, with what a group counts of it. */
async function readEnded() {
  const rows = await db
    .selectFrom('sessions as s')
    .innerJoin('agents as a', 'a.id', 's.agent_row_id')
    .selectAll('s')
    .select('a.name as agent')
    .execute()
  return rows.map((row) => {
    const endedAt = row.ended_at ?? NOW
    const seconds = Math.max(0, (endedAt.getTime() - row.started_at.getTime()) / 1000 - row.gap_seconds)
    return { ...row, endedAt, seconds, day: endedAt.toISOString().slice(0, 10), outcome: row.end_reason ?? '' }
  })
}

/** The value at a share of sorted values, with interpolation. */
function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const position = share * (sorted.length - 1)
  const [low = 0, high = low] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
  return low + (high - low) * (position % 1)
}

type Ended = typeof ended
const sum = (rows: Ended, field: 'memories_stored' | 'memories_retrieved' | 'recalls') => rows.reduce((total, row) => total + row[field], 0)
const seconds = (rows: Ended, share: number) =>
  Math.round(
    percentile(
      rows.map((row) => row.seconds),
      share,
    ) * 1000,
  )

/** The ended sessions of a range. */
function within({ withinHours, agentName, endReason }: SummaryFilters): Ended {
  const since = NOW.getTime() - withinHours * HOUR_MS
  const isFound = ({ agent, outcome }: Ended[number]) => [agent, outcome].join() === [agentName ?? agent, endReason ?? outcome].join()
  return ended.filter((row) => row.endedAt.getTime() >= since && isFound(row))
}

/** The groups as they are expected: every session of the range is read and added up. */
function expected(grouping: SummaryGrouping, filters: SummaryFilters) {
  const rows = within(filters)
  const names = [...new Set(rows.map((row) => row[grouping]))]
  return Object.fromEntries(
    names.map((name) => [
      name,
      groupOf(
        name,
        rows.filter((row) => row[grouping] === name),
      ),
    ]),
  )
}

const groupOf = (name: string, of: Ended) => ({
  name,
  sessions: of.length,
  stored: sum(of, 'memories_stored'),
  retrieved: sum(of, 'memories_retrieved'),
  recalls: sum(of, 'recalls'),
  ...Object.fromEntries(END_REASONS.map((reason) => [reason, of.filter((row) => row.outcome === reason).length])),
  median_seconds: seconds(of, 0.5),
  p95_seconds: seconds(of, 0.95),
})

const BY_NAME: GroupOrder = { by: 'name', direction: 'asc' }
const milliseconds = (value: number | null) => value && Math.round(value * 1000)

async function found(grouping: SummaryGrouping, filters: SummaryFilters) {
  const { groups, count } = await listSummaryGroups(db, teamId, filters, { grouping, order: BY_NAME, limit: 1000 })
  expect(count).toBe(groups.length)
  const rounded = groups.map((group) => ({
    ...group,
    median_seconds: milliseconds(group.median_seconds),
    p95_seconds: milliseconds(group.p95_seconds),
  }))
  return Object.fromEntries(rounded.map((group) => [group.name, group]))
}

const GROUPINGS = ['agent', 'day', 'outcome'] as const
const FILTERS: SummaryFilters[] = [
  { withinHours: 30 * 24 },
  { withinHours: 5 },
  { withinHours: 30 * 24, agentName: 'billing-bot' },
  { withinHours: 30 * 24, endReason: 'expired' },
]

const expectGroups = async () => {
  for (const grouping of GROUPINGS)
    for (const filters of FILTERS)
      expect(await found(grouping, filters), `${grouping} ${JSON.stringify(filters)}`).toEqual(expected(grouping, filters))
}

test('groups are the sums and percentiles of their sessions, whether days are summed up or not', async () => {
  expect(Object.keys(expected('agent', { withinHours: 720 })).length).toBeGreaterThan(1)
  expect(Object.keys(expected('outcome', { withinHours: 720 })).length).toBeGreaterThan(3)
  await expectGroups()
  await db.transaction().execute((tx) => sumUpDays(tx, teamId, 'end'))
  await expectGroups()
})

test('groups are sorted by each column, and those beyond the limit are counted', async () => {
  const all = Object.values(await found('agent', { withinHours: 720 }))
  const names = async (order: GroupOrder, limit: number) => {
    const { groups, count } = await listSummaryGroups(db, teamId, { withinHours: 720 }, { grouping: 'agent', order, limit })
    expect(count).toBe(all.length)
    return groups.map(({ name }) => name)
  }
  for (const by of ['sessions', 'stored', 'median_seconds', 'expired'] as const) {
    const rising = all.toSorted((a, b) => (a[by] ?? 0) - (b[by] ?? 0) || (a.name < b.name ? -1 : 1)).map(({ name }) => name)
    expect(await names({ by, direction: 'asc' }, 2), by).toEqual(rising.slice(0, 2))
    const [largest] = all.toSorted((a, b) => (b[by] ?? 0) - (a[by] ?? 0) || (a.name < b.name ? -1 : 1))
    expect(await names({ by, direction: 'desc' }, 1), by).toEqual([largest?.name])
  }
})

test('totals have the percentiles of single sessions', async () => {
  const totals = await sumUpEndedSessions(db, teamId, { withinHours: 720 })
  const durations = within({ withinHours: 720 }).map((row) => row.seconds)
  expect(totals.seconds_at?.map((value) => Math.round(value))).toEqual(
    [0.5, 0.75, 0.9, 0.95, 0.99].map((share) => Math.round(percentile(durations, share))),
  )
  expect(totals.stored_at?.[0]).toBe(totals.median_stored)
})

test('the usual session of an agent has the medians of its latest 100 other sessions', async () => {
  const ofAgent = ended.filter(({ agent }) => agent === 'billing-bot').toSorted((a, b) => b.started_at.getTime() - a.started_at.getTime())
  const [session, ...others] = ofAgent
  if (session === undefined) throw new Error('The sample has no session of billing-bot.')
  const latest = others.slice(0, 100)
  const usual = await readUsualSession(db, session)
  expect({ ...usual, seconds: milliseconds(usual.seconds) }).toEqual({
    sessions: latest.length,
    seconds: seconds(latest, 0.5),
    stored: percentile(
      latest.map((row) => row.memories_stored),
      0.5,
    ),
    retrieved: percentile(
      latest.map((row) => row.memories_retrieved),
      0.5,
    ),
    recalls: percentile(
      latest.map((row) => row.recalls),
      0.5,
    ),
  })
})

test('no group has a session of another team', async () => {
  const other = await createTeam('Other')
  for (const grouping of GROUPINGS)
    expect(await listSummaryGroups(db, other, { withinHours: 8000 }, { grouping, order: BY_NAME, limit: 10 })).toMatchObject({
      groups: [],
      count: 0,
    })
})

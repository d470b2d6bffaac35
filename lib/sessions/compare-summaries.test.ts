import { expect } from 'vitest'
import { callOk, startSession, storeMemory } from '../../test/calls'
import { ageSession } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { readAudit } from '../audit/read'
import { requireCapability, requireViewerScope } from '../auth/viewer'
import { csvStream } from '../csv'
import { compareSummaries } from './compare-summaries'
import { exportComparison, exportSummaries, exportSummaryGroups, type SummaryFile } from './export-summaries'
import { measuresOf } from './measures'

const test = base
  .extend('reader', async ({ db, teamId }) => requireViewerScope(await createViewer(db, teamId, 'reader', 'Rita'), 'sessions:read'))
  .extend('end', ({ db, key }) => async (agent: string, memories: number, hoursAgo: number) => {
    const session = await startSession(key, agent)
    for (let count = 0; count < memories; count++) await storeMemory(session)
    await callOk('POST', `/api/v2/agents/${agent}/deactivate`, { key })
    const ended = new Date(Date.now() - hoursAgo * 3_600_000)
    await ageSession(db, session.session_id, hoursAgo + 1)
    await db.updateTable('sessions').set({ ended_at: ended }).where('id', '=', session.session_id).execute()
  })

const measured = (sides: Parameters<typeof measuresOf>[0], id: string) => {
  const { first, second, percent } = measuresOf(sides).find((measure) => measure.id === id) ?? {}
  return [first, second, percent]
}

const text = ({ columns, rows }: SummaryFile) => new Response(csvStream(columns, rows)).text()

test('a period is compared with the one of the same length before it, and no session counts in both', async ({ reader, end }) => {
  for (const [memories, hoursAgo] of [
    [3, 1],
    [1, 25],
    [1, 30],
    [5, 60],
  ] as const)
    await end('bot', memories, hoursAgo)
  const sides = await compareSummaries(reader, { withinHours: 24 }, { period: 'previous' })
  expect(measured(sides, 'sessions')).toEqual([1, 2, -50])
  expect(measured(sides, 'memories_stored')).toEqual([3, 2, 50])
  expect(measured(sides, 'ended_deactivated')).toEqual([1, 2, -50])
  expect(measured(sides, 'median_stored')).toEqual([3, 1, 200])
  const [first, second] = sides
  expect(first.since.getTime() - second.until.getTime()).toBe(1)
  expect(second.until.getTime() - second.since.getTime()).toBe(first.until.getTime() - first.since.getTime())
})

test('two agents are compared in the same period, or in different ones', async ({ reader, end }) => {
  await end('alpha', 4, 1)
  await end('beta', 2, 1)
  await end('beta', 8, 50)
  const same = await compareSummaries(reader, { agentName: 'alpha', withinHours: 24 }, { agentName: 'beta', period: 'same' })
  expect(measured(same, 'memories_stored')).toEqual([4, 2, 100])
  const [from, to] = [52, 48].map((hours) => new Date(Date.now() - hours * 3_600_000))
  const custom = await compareSummaries(reader, { agentName: 'alpha' }, { agentName: 'beta', period: 'custom', from, to })
  expect(measured(custom, 'memories_stored')).toEqual([4, 8, -50])
})

test('exports have what a view shows, no formulas, and stand in the audit log with their filters', async ({ db, teamId, reader, end }) => {
  await end('alpha', 2, 1)
  await end('beta', 1, 1)
  await db.updateTable('sessions').set({ end_note: '=cmd()' }).where('team_id', '=', teamId).execute()
  const order = { by: 'sessions', direction: 'desc' } as const
  const groups = await text(await exportSummaryGroups(reader, { grouping: 'agent', order }, TEST_CONTEXT))
  expect(groups).toMatch(/^agent_id,sessions,memories_stored,/)
  expect(groups).toMatch(/\r\nbeta,1,1,/)
  expect(groups).toMatch(/\r\nalpha,1,2,/)
  const sessions = await text(await exportSummaries(reader, { agentName: 'alpha' }, TEST_CONTEXT))
  expect(sessions.trim().split('\r\n')).toHaveLength(2)
  expect(sessions).toContain(",'=cmd(),")
  const comparison = { filters: { agentName: 'alpha' }, other: { agentName: '=cmd()', period: 'same' as const } }
  expect(await text(await exportComparison(reader, comparison, TEST_CONTEXT))).toContain("agent_id,alpha,'=cmd(),\r\n")
  const { shown } = await readAudit(requireCapability(await createViewer(db, teamId), 'audit:read'), { limit: 3 })
  expect(shown).toMatchObject([
    {
      action: 'summaries.exported',
      by_name: 'Rita',
      after: { filters: { view: 'comparison', agent_id: 'alpha', with: { agent_id: '=cmd()' } } },
    },
    { action: 'summaries.exported', after: { filters: { view: 'sessions', agent_id: 'alpha' } } },
    { action: 'summaries.exported', after: { filters: { view: 'agent' } } },
  ])
})

test('a comparison has no session of another team', async ({ db, reader, end }) => {
  await end('alpha', 2, 1)
  const other = requireViewerScope(await createViewer(db, await createTeam(db), 'reader'), 'sessions:read')
  expect(measured(await compareSummaries(reader, { agentName: 'alpha' }, { agentName: 'alpha', period: 'same' }), 'sessions')).toEqual([
    1, 1, 0,
  ])
  expect(measured(await compareSummaries(other, { agentName: 'alpha' }, { agentName: 'alpha', period: 'same' }), 'sessions')).toEqual([
    0, 0, 0,
  ])
})

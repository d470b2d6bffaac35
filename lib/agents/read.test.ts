import { expect } from 'vitest'
import type { AgentSort } from '../../db/agent-lists'
import { callOk, createAgent, startSession } from '../../test/calls'
import { moveClock } from '../../test/clock'
import { test as base } from '../../test/fixtures'
import { createTeam, createViewer } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { countAgentFacets, listAgents, wasAgentRecentlyDeleted } from './read'

const test = base
  .extend('ada', ({ db, teamId }) => createViewer(db, teamId, 'reader'))
  .extend('namesBy', ({ ada }) => async (sort: AgentSort): Promise<string[]> => {
    const names: string[] = []
    let cursor: string | undefined
    do {
      const { agents, nextCursor } = await listAgents(requireViewerScope(ada, 'agents:read'), { sort, limit: 2, cursor })
      names.push(...agents.map(({ name }) => name))
      cursor = nextCursor ?? undefined
    } while (cursor)
    return names
  })

test('agents are listed newest first, by name regardless of case, or by last session, page by page', async ({ key, namesBy }) => {
  for (const name of ['beta', 'Alpha', 'delta', 'Gamma', 'epsilon']) await createAgent(key, name)
  for (const name of ['delta', 'Alpha', 'Gamma']) await startSession(key, name)
  expect(await namesBy('created')).toEqual(['epsilon', 'Gamma', 'delta', 'Alpha', 'beta'])
  expect(await namesBy('name')).toEqual(['Alpha', 'beta', 'delta', 'epsilon', 'Gamma'])
  const byLast = await namesBy('last_session')
  expect(byLast.slice(0, 3)).toEqual(['Gamma', 'Alpha', 'delta'])
  expect(byLast.slice(3).sort()).toEqual(['beta', 'epsilon'])
})

test('a cursor of one order is refused in another', async ({ key, ada }) => {
  for (const name of ['a', 'b', 'c']) await createAgent(key, name)
  const principal = requireViewerScope(ada, 'agents:read')
  const { nextCursor } = await listAgents(principal, { sort: 'name', limit: 2 })
  await expect(listAgents(principal, { sort: 'created', limit: 2, cursor: nextCursor ?? '' })).rejects.toMatchObject({
    code: 'invalid_request',
  })
})

test('agents are filtered by pattern and status, and the choices of each filter are counted with the other filters applied', async ({
  key,
  ada,
}) => {
  await createAgent(key, 'idle')
  await startSession(key, 'busy')
  await callOk('PATCH', '/api/v2/agents/busy', { key, json: { pattern: 'tool' } })
  const principal = requireViewerScope(ada, 'agents:read')
  const named = async (filters: object) => (await listAgents(principal, { ...filters, limit: 10 })).agents.map(({ name }) => name)
  expect(await named({ pattern: 'tool' })).toEqual(['busy'])
  expect(await named({ pattern: 'tool', status: 'inactive' })).toEqual([])
  expect(await named({ status: 'inactive' })).toEqual(['idle'])
  const all = { status: { active: 1, inactive: 1 }, pattern: { support: 1, project: 0, tool: 1 } }
  expect(await countAgentFacets(principal, {})).toEqual(all)
  expect(await countAgentFacets(principal, { status: 'active' })).toEqual({ ...all, pattern: { support: 0, project: 0, tool: 1 } })
  expect(await countAgentFacets(principal, { q: 'id%' })).toEqual({
    status: { active: 0, inactive: 0 },
    pattern: { support: 0, project: 0, tool: 0 },
  })
})

test('another team’s agents are not counted', async ({ db, key }) => {
  await startSession(key)
  const stranger = requireViewerScope(await createViewer(db, await createTeam(db)), 'agents:read')
  expect((await countAgentFacets(stranger, {})).status).toEqual({ active: 0, inactive: 0 })
})

test('an agent counts as just deleted for an hour, only in its own team, and while no other agent has its name', async ({
  db,
  key,
  ada,
}) => {
  const principal = requireViewerScope(ada, 'agents:read')
  const name = await createAgent(key)
  const isJustDeleted = async (by = principal) => wasAgentRecentlyDeleted(by, name)
  expect(await isJustDeleted()).toBe(false)
  await callOk('DELETE', `/api/v2/agents/${name}`, { key })
  expect(await isJustDeleted()).toBe(true)
  expect(await isJustDeleted(requireViewerScope(await createViewer(db, await createTeam(db)), 'agents:read'))).toBe(false)
  await moveClock(db, 2)
  expect(await isJustDeleted()).toBe(false)
  await moveClock(db, 0)
  await createAgent(key, name)
  expect(await isJustDeleted()).toBe(false)
})

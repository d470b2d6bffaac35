import { expect } from 'vitest'
import { requireViewerScope } from '@/lib/auth/viewer'
import { toCamelCaseFields } from '@/lib/input/camel-case'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { runMaintenance } from '@/lib/maintenance'
import { rfc3339 } from '@/lib/time'
import { moveClock } from '@/test/clock'
import { testOfMemories } from '@/test/memories'
import { createViewer, TEST_CONTEXT } from '@/test/teams'
import { changeListed } from './change-listed'
import { MEMORIES_CHANGE } from './input'

const test = testOfMemories.extend('send', async ({ db, teamId }) => {
  const viewer = requireViewerScope(await createViewer(db, teamId), 'memories:write')
  return (fields: Record<string, string>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    return changeListed(viewer, toCamelCaseFields(readFields(MEMORIES_CHANGE, valuesOf(form))), TEST_CONTEXT)
  }
})

test('all memories of a list are changed, with or without filters, whatever the fields of the other acts contain', async ({
  openAgent,
  send,
}) => {
  const agent = await openAgent()
  for (const content of ['note one', 'note two']) await agent.remember({ content, source: 'crm' })
  await agent.remember('another')
  const seenAt = rfc3339(new Date(Date.now() + 60_000))
  const matching = { scope: 'matching', seen_at: seenAt, new_tags: 'seen', new_type: 'event' }
  expect(await send({ ...matching, act: 'retype' })).toMatchObject({ changed: 3, hasMore: false })
  const tagged = { ...matching, act: 'add_tags', agent_id: agent.name, source: 'crm', q: 'note' }
  expect(await send(tagged)).toMatchObject({ changed: 2, hasMore: false })
  const aMinute = (away: number) => rfc3339(new Date(Date.now() + away * 60_000))
  const tagging = { ...matching, act: 'add_tags' }
  expect(await send({ ...tagging, created_after: aMinute(1) })).toMatchObject({ changed: 0 })
  expect(await send({ ...tagging, created_before: aMinute(-1) })).toMatchObject({ changed: 0 })
  expect(await send({ ...matching, act: 'delete', tags: 'seen', source: '' })).toMatchObject({ changed: 2, hasMore: false })
  expect(await agent.recalled('recent')).toEqual(['another'])
})

test('Undo gives deleted memories back the state that they had before, and leaves others as they are', async ({ db, openAgent, send }) => {
  const agent = await openAgent()
  const expired = await agent.remember({ content: 'expired', ttl_hours: 1 })
  const superseded = await agent.remember('superseded')
  const active = await agent.remember({ content: 'active', supersedes: [superseded.id] })
  await moveClock(db, 2)
  await runMaintenance()
  const ids = [expired.id, superseded.id, active.id]
  const stateOf = async (id: string) => {
    const { version, updated_at, ...state } = await agent.read(id)
    return state
  }
  const before = await Promise.all(ids.map(stateOf))
  expect(before.map(({ status }) => status)).toEqual(['expired', 'superseded', 'active'])
  const { undo } = await send({ act: 'delete', memory_id: ids.join(',') })
  expect(undo?.ids).toHaveLength(3)
  const reverted = { act: String(undo?.act), memory_id: ids.join(',') }
  expect(await send(reverted)).toMatchObject({ changed: 3 })
  expect(await Promise.all(ids.map(stateOf))).toEqual(before)
  expect(await agent.found('expired superseded active')).toEqual(['active'])
  await expect(send(reverted)).rejects.toMatchObject({ code: 'memory_changed' })
  await moveClock(db, 0)
})

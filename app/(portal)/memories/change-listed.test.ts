import { expect } from 'vitest'
import { requireViewerScope } from '@/lib/auth/viewer'
import { toCamelCaseFields } from '@/lib/input/camel-case'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { rfc3339 } from '@/lib/time'
import { testOfMemories as test } from '@/test/memories'
import { createViewer, TEST_CONTEXT } from '@/test/teams'
import { changeListed } from './change-listed'
import { MEMORIES_CHANGE } from './input'

test('all memories of a list are changed, with or without filters, whatever the fields of the other acts contain', async ({
  db,
  teamId,
  openAgent,
}) => {
  const agent = await openAgent()
  for (const content of ['note one', 'note two']) await agent.remember({ content, source: 'crm' })
  await agent.remember('another')
  const viewer = requireViewerScope(await createViewer(db, teamId), 'memories:write')
  const send = (fields: Record<string, string>) => {
    const form = new FormData()
    const seenAt = rfc3339(new Date(Date.now() + 60_000))
    const all = { scope: 'matching', seen_at: seenAt, new_tags: 'seen', new_type: 'event', ...fields }
    for (const [name, value] of Object.entries(all)) form.set(name, value)
    return changeListed(viewer, toCamelCaseFields(readFields(MEMORIES_CHANGE, valuesOf(form))), TEST_CONTEXT)
  }
  expect(await send({ act: 'retype' })).toMatchObject({ changed: 3, hasMore: false })
  expect(await send({ act: 'add_tags', agent_id: agent.name, source: 'crm', q: 'note' })).toMatchObject({ changed: 2, hasMore: false })
  const aMinute = (away: number) => rfc3339(new Date(Date.now() + away * 60_000))
  expect(await send({ act: 'add_tags', created_after: aMinute(1) })).toMatchObject({ changed: 0 })
  expect(await send({ act: 'add_tags', created_before: aMinute(-1) })).toMatchObject({ changed: 0 })
  expect(await send({ act: 'delete', tags: 'seen', source: '' })).toMatchObject({ changed: 2, hasMore: false })
  expect(await agent.recalled('recent')).toEqual(['another'])
})

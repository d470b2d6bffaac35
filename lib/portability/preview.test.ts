import { expect } from 'vitest'
import { callOk, createAgent } from '../../test/calls'
import { test } from '../../test/fixtures'
import { createViewer } from '../../test/teams'
import { requireViewerScope } from '../auth/viewer'
import { previewImport } from './import'

async function* bodyOf(lines: object[]) {
  yield Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
}

test('a preview counts what an import would store, shows the first five, and stores nothing', async ({ db, teamId, key }) => {
  const agentName = await createAgent(key)
  const writer = requireViewerScope(await createViewer(db, teamId, 'member'), 'memories:write')
  const lines = Array.from({ length: 8 }, (_, n) => ({ content: `Note ${n}` }))
  const { answer, sample } = await previewImport(writer, { agentName, body: bodyOf([...lines, { content: '' }]) })
  expect(answer).toMatchObject({ dry_run: true, import_id: null, stored: 8, failed: 1 })
  expect(sample.map(({ content }) => content)).toEqual(['Note 0', 'Note 1', 'Note 2', 'Note 3', 'Note 4'])
  expect(await callOk('GET', `/api/v2/agents/${agentName}/memories`, { key })).toMatchObject({ count: 0 })
})

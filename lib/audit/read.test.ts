import { beforeAll, describe, expect, test } from 'vitest'
import { insertAudit } from '../../db/audit'
import type { Db } from '../../db/schema'
import { auditRow } from '../audit'
import { requireViewerScope, type Viewer } from '../auth/viewer'
import { csvStream } from '../csv'
import { exportSessions } from '../sessions/export'
import { aTeam, aViewer, testHouse } from '../testing'
import type { AuditSearch } from './input'
import { CSV_HEADER, csvRows, presentEntry } from './present'
import { exportAudit, readAudit } from './read'

let db: Db
let owner: Viewer
beforeAll(async () => {
  ;({ db } = await testHouse())
  owner = await aViewer(db, await aTeam(db), 'owner', 'Ada')
  const grace = await aViewer(db, owner.teamId, 'admin', 'Grace_100%')
  await note(owner, 'key.issued', 'k1', 'Support bot')
  await note(grace, 'key.revoked', 'k1', 'Support bot')
  await note(grace, 'agent.changed', 'a1', '=cmd()', { before: { pattern: 'support' }, after: { pattern: 'tool' } })
  await note(await aViewer(db, await aTeam(db)), 'key.issued', 'k2', 'of another team')
})

async function note(viewer: Viewer, action: string, id: string, name: string, change = {}): Promise<void> {
  await db.transaction().execute((tx) => insertAudit(tx, auditRow(viewer, action, { kind: 'thing', id, name }, change)))
}

const found = async (search: AuditSearch) => (await readAudit(owner, search, 50)).shown.map(({ action }) => action)

describe('the audit log', () => {
  test('shows the team’s own entries, newest first', async () => {
    expect(await found({})).toEqual(['agent.changed', 'key.revoked', 'key.issued'])
  })

  test.each<[AuditSearch, string[]]>([
    [{ action: 'key' }, ['key.revoked', 'key.issued']],
    [{ action: 'key.issued' }, ['key.issued']],
    [{ action: '%' }, []],
    [{ who: 'grace' }, ['agent.changed', 'key.revoked']],
    [{ who: 'e_1' }, ['agent.changed', 'key.revoked']],
    [{ who: 'Gr%' }, []],
    [{ target: 'k1' }, ['key.revoked', 'key.issued']],
    [{ target: 'support BOT' }, ['key.revoked', 'key.issued']],
    [{ range: '1h', action: 'agent' }, ['agent.changed']],
    [{ range: '1h', to: new Date(0), action: 'agent' }, ['agent.changed']],
    [{ range: 'custom', to: new Date(0) }, []],
    [{ from: new Date(Date.now() + 3_600_000) }, []],
  ])('filtered by %j shows %j', async (search, actions) => {
    expect(await found(search)).toEqual(actions)
  })

  test('goes on where the page before ended', async () => {
    const first = await readAudit(owner, {}, 2)
    const second = await readAudit(owner, { cursor: first.nextCursor ?? undefined }, 2)
    expect([...first.shown, ...second.shown].map(({ action }) => action)).toEqual(['agent.changed', 'key.revoked', 'key.issued'])
    expect(second.nextCursor).toBeNull()
  })

  test('tells field by field what stood before and after', async () => {
    const { shown } = await readAudit(owner, { action: 'agent' }, 1)
    expect(shown.map(presentEntry)).toMatchObject([{ changes: [{ field: 'pattern', before: 'support', after: 'tool', isChanged: true }] }])
  })

  test('is exported whole, with cells that no spreadsheet runs', async () => {
    const text = await new Response(csvStream(CSV_HEADER, csvRows(await exportAudit(owner, {})))).text()
    expect(text.trimEnd().split('\r\n')).toHaveLength(5) // the header, three entries, and the export itself
    expect(text).toContain(",'=cmd(),")
    expect(text).not.toContain('of another team')
  })

  test('records exports with their filters, of its own entries and of sessions', async () => {
    const reader = await aViewer(db, owner.teamId, 'reader', 'Rita')
    await exportAudit(owner, { action: 'key', range: '1h' })
    await exportSessions(requireViewerScope(reader, 'sessions:read'), { agent_id: 'bot' })
    const { shown } = await readAudit(owner, {}, 2)
    expect(shown).toMatchObject([
      { action: 'sessions.exported', by_name: 'Rita', target_name: 'Sessions', after: { filters: { agent_id: 'bot' } } },
      { action: 'audit.exported', by_name: 'Ada', target_name: 'Audit log', after: { filters: { action: 'key', range: '1h' } } },
    ])
  })

  test('is for owners and admins', async () => {
    for (const role of ['member', 'reader'] as const) {
      const viewer = await aViewer(db, owner.teamId, role)
      await expect(readAudit(viewer, {}, 1)).rejects.toMatchObject({ code: 'insufficient_scope' })
      await expect(exportAudit(viewer, {})).rejects.toMatchObject({ code: 'insufficient_scope' })
    }
  })
})

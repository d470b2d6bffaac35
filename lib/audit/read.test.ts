import { describe, expect } from 'vitest'
import type { AuditFilters } from '../../db/audit'
import { testWithDatabase as base } from '../../test/fixtures'
import { createTeam, createViewer, TEST_CONTEXT } from '../../test/teams'
import { requireCapability, requireViewerScope, type Viewer } from '../auth/viewer'
import { csvStream } from '../csv'
import { type AuditAction, recordEvent } from '../events'
import { exportSessions } from '../sessions/export'
import { CSV_HEADER, csvRows, presentEntry } from './present'
import { exportAudit, readAudit } from './read'

const test = base
  .extend('owner', { scope: 'file' }, async ({ db }) =>
    requireCapability(await createViewer(db, await createTeam(db), 'owner', 'Ada'), 'audit:read'),
  )
  .extend(
    'found',
    ({ owner }) =>
      async (filters: AuditFilters) =>
        (await readAudit(owner, { ...filters, limit: 50 })).shown.map(({ action }) => action),
  )
test.beforeAll(async ({ db, owner }) => {
  const note = async (viewer: Viewer, kind: AuditAction, id: string, name: string, change = {}): Promise<void> => {
    const event = { kind, target: { kind: 'thing', id, name }, ...change }
    await db.transaction().execute((tx) => recordEvent(tx, viewer, TEST_CONTEXT, event))
  }
  const grace = await createViewer(db, owner.teamId, 'admin', 'Grace_100%')
  await note(owner, 'key.issued', 'k1', 'Support bot')
  await note(grace, 'key.revoked', 'k1', 'Support bot')
  await note(grace, 'agent.changed', 'a1', '=cmd()', { before: { pattern: 'support' }, after: { pattern: 'tool' } })
  await note(await createViewer(db, await createTeam(db)), 'key.issued', 'k2', 'of another team')
})

describe('the audit log', () => {
  test('shows the team’s entries, newest first', async ({ found }) => {
    expect(await found({})).toEqual(['agent.changed', 'key.revoked', 'key.issued'])
  })

  test.for<[AuditFilters, string[]]>([
    [{ action: 'key' }, ['key.revoked', 'key.issued']],
    [{ action: 'key.issued' }, ['key.issued']],
    [{ action: '%' }, []],
    [{ who: 'grace' }, ['agent.changed', 'key.revoked']],
    [{ who: 'e_1' }, ['agent.changed', 'key.revoked']],
    [{ who: 'Gr%' }, []],
    [{ target: 'k1' }, ['key.revoked', 'key.issued']],
    [{ target: 'support BOT' }, ['key.revoked', 'key.issued']],
    [{ key: 'k1' }, ['key.revoked', 'key.issued']],
    [{ key: 'k2' }, []],
    [{ hours: 1, action: 'agent' }, ['agent.changed']],
    [{ to: new Date(0) }, []],
    [{ from: new Date(Date.now() + 3_600_000) }, []],
  ])('filtered by %j shows %j', async ([filters, actions], { found }) => {
    expect(await found(filters)).toEqual(actions)
  })

  test('continues where the previous page ended', async ({ owner }) => {
    const first = await readAudit(owner, { limit: 2 })
    const second = await readAudit(owner, { limit: 2, cursor: first.nextCursor ?? undefined })
    expect([...first.shown, ...second.shown].map(({ action }) => action)).toEqual(['agent.changed', 'key.revoked', 'key.issued'])
    expect(second.nextCursor).toBeNull()
  })

  test('shows each field with its value before and after', async ({ owner }) => {
    const { shown } = await readAudit(owner, { action: 'agent', limit: 1 })
    expect(shown.map(presentEntry)).toMatchObject([{ changes: [{ field: 'pattern', before: 'support', after: 'tool', isChanged: true }] }])
  })

  test('is exported completely, with cells that no spreadsheet runs', async ({ owner }) => {
    const text = await new Response(csvStream(CSV_HEADER, csvRows(await exportAudit(owner, {}, TEST_CONTEXT)))).text()
    expect(text.trimEnd().split('\r\n')).toHaveLength(5) // the header, three entries, and the export itself
    expect(text).toContain(",'=cmd(),")
    expect(text).not.toContain('of another team')
  })

  test('records exports with their filters, of its own entries and of sessions', async ({ db, owner }) => {
    const reader = await createViewer(db, owner.teamId, 'reader', 'Rita')
    await exportAudit(owner, { action: 'key', hours: 1 }, TEST_CONTEXT)
    await exportSessions(requireViewerScope(reader, 'sessions:read'), { agentName: 'bot' }, TEST_CONTEXT)
    const { shown } = await readAudit(owner, { limit: 2 })
    expect(shown).toMatchObject([
      { action: 'sessions.exported', by_name: 'Rita', target_name: 'Sessions', after: { filters: { agent_id: 'bot' } } },
      { action: 'audit.exported', by_name: 'Ada', target_name: 'Audit log', after: { filters: { action: 'key', within_hours: 1 } } },
    ])
  })

  test('is for owners and admins', async ({ db, owner }) => {
    for (const role of ['member', 'reader'] as const) {
      const viewer = await createViewer(db, owner.teamId, role)
      expect(() => requireCapability(viewer, 'audit:read')).toThrow(expect.objectContaining({ code: 'insufficient_scope' }))
    }
  })
})

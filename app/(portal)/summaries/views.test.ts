import { expect, test } from 'vitest'
import { groupHref, sideHref } from './views'

const queryOf = (href: string) => Object.fromEntries(new URL(href, 'http://portal').searchParams)

test('a number of a comparison links to the sessions of its row, whatever end reason the filters have', () => {
  const [since, until] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-08T00:00:00Z')]
  const href = (reason: string | undefined) =>
    sideHref({ agentName: 'alpha', since, until }, { end_reason: 'expired', opened_by: 'k1' }, reason)
  const times = { range: 'custom', from: since.toISOString(), to: until.toISOString() }
  expect(href('expired')).not.toMatch(/end_reason.*end_reason/)
  expect(queryOf(href('revoked'))).toEqual({ agent_id: 'alpha', opened_by: 'k1', end_reason: 'revoked', ...times })
  expect(queryOf(href(undefined))).toMatchObject({ end_reason: 'expired' })
})

test('a day at an edge of the range links to its sessions in the range only', () => {
  const range = { since: '2026-11-19T23:00:00.000Z', until: '2026-11-21T22:59:59.999Z' }
  const daysOf = (day: string, of: { since: string; until: string | undefined } = range) => {
    const { from, to, zone } = queryOf(groupHref('day', day, { range: '24h' }, of))
    return [from, to, zone]
  }
  expect(daysOf('2026-11-19')).toEqual(['2026-11-19T23:00:00.000Z', '2026-11-19', 'UTC'])
  expect(daysOf('2026-11-20')).toEqual(['2026-11-20', '2026-11-20', 'UTC'])
  expect(daysOf('2026-11-21')).toEqual(['2026-11-21', '2026-11-21T22:59:59.999Z', 'UTC'])
  expect(daysOf('2026-11-21', { ...range, until: undefined })).toEqual(['2026-11-21', '2026-11-21', 'UTC'])
})

import { expect, test } from 'vitest'
import { withDaysIn, zoneIn } from './days'

test('the zone is that of the URL if it contains days, else that of the cookie, else UTC', () => {
  const days = { from: '2025-03-31', zone: 'Asia/Tokyo' }
  expect(zoneIn(days, 'Europe/Berlin')).toBe('Asia/Tokyo')
  expect(zoneIn({ ...days, range: 'custom' }, undefined)).toBe('Asia/Tokyo')
  expect(zoneIn({ ...days, range: '7d' }, 'Europe/Berlin')).toBe('Europe/Berlin')
  expect(zoneIn({ zone: 'Asia/Tokyo' }, 'Europe/Berlin')).toBe('Europe/Berlin')
  expect(zoneIn({ ...days, zone: 'Mars/Olympus' }, 'Europe/Berlin')).toBe('Europe/Berlin')
  for (const cookie of [undefined, '', 'Mars/Olympus', '<script>']) expect(zoneIn({ from: '2025-03-31' }, cookie)).toBe('UTC')
})

test('days become the instants at which they begin and end, and nothing else changes', () => {
  const search = { status: 'active', from: '2025-03-30', to: '2025-03-30' }
  expect(withDaysIn('Europe/Berlin', search)).toEqual({
    status: 'active',
    from: '2025-03-29T23:00:00.000Z',
    to: '2025-03-30T21:59:59.999Z',
  })
  for (const from of ['2025-02-30', '2025-03-30T10:00:00Z', '9999-12-31', '0001-01-01', 'yesterday', ''])
    expect(withDaysIn('Europe/Berlin', { from })).toEqual({ from })
})

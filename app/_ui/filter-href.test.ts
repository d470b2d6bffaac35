import { expect, test } from 'vitest'
import { filterHref } from './filter-href'

function hrefOf(fields: Record<string, string>): string | undefined {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return filterHref('/sessions', form, { sort: 'created' })
}

test('the URL of a filtered list has only the filters that are set', () => {
  expect(hrefOf({ status: 'active', agent_id: '', end_reason: '', range: '', from: '', to: '', zone: 'UTC' })).toBe(
    '/sessions?status=active',
  )
  expect(hrefOf({ status: '', sort: 'created', zone: 'UTC' })).toBe('/sessions')
  expect(hrefOf({ status: '', sort: 'name', zone: 'UTC' })).toBe('/sessions?sort=name')
})

test('days and their zone are part of a custom period only, which has a day', () => {
  expect(hrefOf({ range: 'custom', from: '2025-03-31', to: '', zone: 'UTC' })).toBe('/sessions?range=custom&from=2025-03-31&zone=UTC')
  expect(hrefOf({ range: '7d', from: '2025-03-31', to: '', zone: 'UTC' })).toBe('/sessions?range=7d')
  expect(hrefOf({ range: '7d', vs_period: 'custom', vs_from: '2025-03-31', vs_to: '', zone: 'UTC' })).toBe(
    '/sessions?range=7d&vs_period=custom&vs_from=2025-03-31&zone=UTC',
  )
  expect(hrefOf({ range: '7d', vs_period: 'same', vs_from: '2025-03-31', vs_to: '', zone: 'UTC' })).toBe(
    '/sessions?range=7d&vs_period=same',
  )
  expect(hrefOf({ range: 'custom', from: '', to: '', vs_period: 'custom', vs_from: '', vs_to: '', zone: 'UTC' })).toBe('/sessions')
})

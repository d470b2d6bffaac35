import { expect, test } from 'vitest'
import type { PaletteResults } from '@/lib/palette/search'
import { choicesFor, searchTextOf } from './choices'

const FOUND: PaletteResults = {
  agents: [
    { agentName: 'billing-bot', status: 'inactive' },
    { agentName: 'night-shift', status: 'active' },
  ],
  sessions: [],
}
const NOTHING: PaletteResults = { agents: [], sessions: [] }

const labels = (role: 'member' | 'reader', typed: string, found = FOUND) =>
  choicesFor(role, typed, found).flatMap(([heading, choices]) => choices.map(({ label }) => `${heading}: ${label}`))

test('the start of the word activate offers to name an agent, and the whole word the agents that are not active', () => {
  expect(labels('member', 'acti', NOTHING)).toEqual(['Actions: Activate an agent…'])
  expect(labels('member', 'activate ')).toEqual(['Actions: Activate billing-bot', 'Agents: billing-bot', 'Agents: night-shift'])
  expect(labels('reader', 'activate ')).toEqual(['Agents: billing-bot', 'Agents: night-shift'])
  expect(labels('reader', 'acti', NOTHING)).toEqual([])
})

test('the server searches for the agent that is named after the word activate', () => {
  expect(['acti', 'activate', 'activate ', ' Activate  bill ', ' sess_1 '].map(searchTextOf)).toEqual([
    'acti',
    'activate',
    '',
    'bill',
    'sess_1',
  ])
})

test('each choice has its own id, also when an agent is named like an action', () => {
  const agents = ['dark', 'docs', 'activate', 'sign out', 'agent'].map((agentName) => ({ agentName, status: 'inactive' as const }))
  const ids = ['a', 'd', 'activate '].map((typed) =>
    choicesFor('member', typed, { agents, sessions: [] }).flatMap(([, choices]) => choices),
  )
  for (const choices of ids) expect(new Set(choices.map(({ id }) => id)).size).toBe(choices.length)
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { cursor, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { viewQuery } from './view-query'

const PARAMETERS = parameters(
  { status: z.enum(['active', 'inactive']).optional(), agent_id: z.string().optional(), from: time('start').optional(), cursor },
  { agent_id: ['agent'] },
)

test.for<[Record<string, string>, string]>([
  [{ status: 'active', agent: 'a b' }, 'agent=a+b&status=active'],
  [{ status: 'unknown', agent_id: 'x' }, 'agent_id=x'],
  [{ status: 'active', cursor: 'abc', peek: 'y', next: 'https://elsewhere.example' }, 'status=active'],
  [{ from: '2025-03-31', zone: 'Europe/Berlin' }, 'from=2025-03-31&zone=Europe%2FBerlin'],
  [{ from: 'yesterday', zone: 'Europe/Berlin' }, ''],
  [{ from: '2025-03-31', zone: 'Mars/Olympus' }, 'from=2025-03-31'],
  [{ agent_id: '#/../&//elsewhere.example' }, 'agent_id=%23%2F..%2F%26%2F%2Felsewhere.example'],
])('of %j the query %s is kept: what the page knows, without the place in the list', ([search, query]) => {
  expect(viewQuery(PARAMETERS, search)).toBe(query)
})

import { expect, test } from 'vitest'
import { z } from 'zod'
import { cursor, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { readSearch } from './read-search'
import { hrefWith, type Search, searchOf } from './search'
import { viewQuery } from './view-query'

const PARAMETERS = parameters(
  {
    status: z.enum(['active', 'inactive']).optional(),
    agent_id: z.string().optional(),
    tags: z.array(z.string()).optional(),
    from: time('start').optional(),
    cursor,
  },
  { agent_id: ['agent'] },
)

test.for<[Search, string]>([
  [{ status: 'active', agent: 'a b' }, 'agent=a+b&status=active'],
  [{ status: 'unknown', agent_id: 'x' }, 'agent_id=x'],
  [{ status: 'active', cursor: 'abc', peek: 'y', next: 'https://elsewhere.example' }, 'status=active'],
  [{ tags: ['a,b', 'c'] }, 'tags=a%2Cb&tags=c'],
  [{ from: '2025-03-31', zone: 'Europe/Berlin' }, 'from=2025-03-31&zone=Europe%2FBerlin'],
  [{ from: 'yesterday', zone: 'Europe/Berlin' }, ''],
  [{ from: '2025-03-31', zone: 'Mars/Olympus' }, 'from=2025-03-31'],
  [{ agent_id: '#/../&//elsewhere.example' }, 'agent_id=%23%2F..%2F%26%2F%2Felsewhere.example'],
])('of %j the query %s is kept: what the page knows, without the place in the list', ([search, query]) => {
  expect(viewQuery(PARAMETERS, search)).toBe(query)
})

test('a parameter that occurs several times is read and linked as all of its values', () => {
  const search = searchOf(new Request('http://localhost/memories?tags=a,b&tags=c&status=active'))
  expect(search).toEqual({ tags: ['a,b', 'c'], status: 'active' })
  expect(readSearch(PARAMETERS, search)).toMatchObject({ tags: ['a', 'b', 'c'], status: 'active' })
  expect(hrefWith('/memories', search, { status: undefined })).toBe('/memories?tags=a%2Cb&tags=c')
})

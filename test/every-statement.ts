import { afterAll, expect } from 'vitest'
import type { Connection } from '../db/client'
import { statementsIn } from './statements-in'

// Runs with every test file: what the product has sent to the database is parsed when the file is done. Statements of the tests themselves, and of
// migrations and backups, are sent on other connections. Many files use no database, so nothing is loaded for it before there is a connection.

/** Texts of the statements that the product sent while the tests of this file ran. */
const sent = new Set<string>()
/** Hot statements that had a parameter which is NULL, as `name: $n`. */
const nullParameters = new Set<string>()

/** Where the product keeps what exists once in a process, its connections too: see `singleton` in lib/process.ts. */
const store = new Proxy<Record<string, unknown>>(
  {},
  {
    set(target, name, value) {
      if (name === 'connection') recordAll(value)
      return Reflect.set(target, name, value)
    },
  },
)
Object.assign(globalThis, { [Symbol.for('memanto')]: store })

function recordAll({ pool }: Connection): void {
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...parts: unknown[]) => unknown
    client.query = ((...parts: unknown[]) => {
      record(parts[0])
      return query(...parts)
    }) as typeof client.query
  })
}

function record(first: unknown): void {
  for (const { text, name = '', values = [] } of statementsIn(first)) {
    sent.add(text)
    for (const [index, value] of values.entries())
      if (name !== '' && (value === null || value === undefined)) nullParameters.add(`${name}: $${index + 1}`)
  }
}

afterAll(async () => {
  if (sent.size === 0) return
  const { OF_ALL_TEAMS } = await import('./architecture/all-team-statements')
  const { findMissingTeamFilters } = await import('./architecture/team-filters')
  const isOfAllTeams = (text: string) => Object.values(OF_ALL_TEAMS).some(({ contains }) => contains.test(text))
  const missing: string[] = []
  for (const text of sent) {
    if (isOfAllTeams(text)) continue
    for (const table of await findMissingTeamFilters(text)) missing.push(`${table}: ${text}`)
  }
  expect(missing, 'Every tenant table in a statement has its own team filter.').toEqual([])
  expect([...nullParameters], 'Parameters of hot statements are never NULL.').toEqual([])
})

import pg from 'pg'
import { afterAll, expect } from 'vitest'
import type { Connection } from '../db/client'
import { OF_ALL_TEAMS } from './architecture/all-team-statements'
import { findMissingTeamFilters } from './architecture/team-filters'
import { statementsIn } from './statements'

// Runs with every test file: what the product has sent to the database is parsed when the file is done. Statements of the tests themselves, and of
// migrations and backups, are sent on other connections.

/** Texts of the statements that the product sent while the tests of this file ran. */
const sent = new Set<string>()
/** Hot statements that had a parameter which is NULL, as `name: $n`. */
const nullParameters = new Set<string>()

const query = pg.Client.prototype.query as (this: pg.Client, ...parts: unknown[]) => unknown
pg.Client.prototype.query = function recordingQuery(this: pg.Client, ...parts: unknown[]) {
  if (isOfProduct(this)) record(parts[0])
  return query.apply(this, parts)
} as typeof pg.Client.prototype.query

/** The product keeps its connections under a symbol: see `singleton` in lib/process.ts. */
function isOfProduct(client: pg.Client): boolean {
  const { [Symbol.for('memanto')]: store } = globalThis as { [name: symbol]: { connection?: Connection } | undefined }
  const pool = store?.connection?.pool as (pg.Pool & { _clients: pg.Client[] }) | undefined
  return pool?._clients.includes(client) === true
}

function record(first: unknown): void {
  for (const { text, name = '', values = [] } of statementsIn(first)) {
    sent.add(text)
    for (const [index, value] of values.entries())
      if (name !== '' && (value === null || value === undefined)) nullParameters.add(`${name}: $${index + 1}`)
  }
}

const isOfAllTeams = (text: string) => Object.values(OF_ALL_TEAMS).some(({ contains }) => contains.test(text))

afterAll(async () => {
  const missing: string[] = []
  for (const text of sent) {
    if (isOfAllTeams(text)) continue
    for (const table of await findMissingTeamFilters(text)) missing.push(`${table}: ${text}`)
  }
  expect(missing, 'Every tenant table in a statement has its own team filter.').toEqual([])
  expect([...nullParameters], 'Parameters of hot statements are never NULL.').toEqual([])
})

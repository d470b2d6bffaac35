import { beforeAll, describe, expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import { describeSchema } from '../test/describe-schema'
import { createEarlierDatabase, EARLIER_SCHEMAS } from '../test/earlier-database'
import { isMigrated, migrate, migrations } from './migrate'
import type { Db } from './schema'

let current: string[]

beforeAll(async () => {
  current = await describeSchema((await createDatabase()).db)
})

const wordsOf = async (db: Db) => (await db.selectFrom('memory_words').select('word').orderBy('word').execute()).map(({ word }) => word)

describe('a database of an earlier version has the current schema after migrating, and keeps its data', () => {
  test.each(EARLIER_SCHEMAS)('%s', async (name) => {
    const { db } = await createEarlierDatabase(name)
    expect(await isMigrated(db)).toBe(false)
    const ran = await migrate(db)
    expect(ran.at(-1)).toBe(Object.keys(migrations).at(-1))
    expect(await describeSchema(db)).toEqual(current)
    expect(await isMigrated(db)).toBe(true)
    expect(await wordsOf(db)).toEqual([
      'ada',
      'annual',
      'bill',
      'databas',
      'day',
      'e',
      'e-mail',
      'frankfurt',
      'mail',
      'move',
      'phone',
      'plan',
      'prefer',
      'refund',
      'take',
      'ten',
    ])
    expect((await db.selectFrom('memories').select('id').execute()).length).toBe(3)
    expect(await migrate(db)).toEqual([])
  })
})

test('there is a dump of every schema that was committed before checksums were recorded', () => {
  expect(EARLIER_SCHEMAS).toHaveLength(10)
})

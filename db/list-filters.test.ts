import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createDatabase } from '../test/database'
import { contains } from './list-filters'

const { db } = await createDatabase()

test.each([
  ['Anruf von MÜLLER', 'müller', true],
  ['Anruf von Müller', 'MÜLLER', true],
  ['Звонок от Ивана', 'ИВАНА', true],
  ['100 % (Größe) [a]', '% (GRÖßE) [A', true],
  ['Ο Σίσυφος', 'ΣΊΣΥΦΟΣ', true],
  ['ΣΊΣΥΦΟΣ', 'σίσυφος', true],
  ['Größe', 'gr.ße', false],
  ['naïve', 'naive', false],
])('%s contains %s in whatever case: %s, also in a database with the locale C', async (text, part, isIn) => {
  const { rows } = await sql<{ isIn: boolean }>`
    select ${contains(['v.text collate "C"'], part)} as "isIn" from (values (${text}::text)) as v (text)`.execute(db)
  expect(rows).toEqual([{ isIn }])
})

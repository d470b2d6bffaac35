import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createDatabase } from '../../test/database'
import { readTerms, storedTerms, weighTerms } from './stored-terms'

const { db } = await createDatabase()

test.each([
  { title: null, content: 'she was running the migrations, and running again', tags: [] },
  { title: 'Kubernetes', content: 'about kubernetes and Kubernetes', tags: ['kubernetes', 'two words'] },
  {
    title: null,
    content: "it's 100%_sure \\ C:\\temp\\'quoted'\\\\ O'Reilly & | ! :* ':1A' C++ AT&T user@host /usr/lib/it's",
    tags: ["'", '\\', ','],
  },
  { title: '数据库', content: '我们使用数据库存储 🎉 データベース नमस्ते', tags: ['🎉'] },
  { title: null, content: `${'word '.repeat(1990)}`, tags: [] },
])('terms are read from the database as they were stored: %o', async (text) => {
  const { search } = storedTerms(text)
  const { rows } = await sql<{ search: string }>`select ${search}::text::tsvector::text as search`.execute(db)
  const most = 255
  const expected = weighTerms(text).terms.map(([term, weight]) => [term, Math.min(weight, most)])
  expect(new Map(readTerms(rows[0]?.search ?? ''))).toEqual(new Map(expected as [string, number][]))
})

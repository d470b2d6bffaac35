import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** Runs SQL in the embedded database of a data folder, whose server is running. The socket and the password are in its folder. */
export async function queryDatabase<Row = Record<string, unknown>>(dataFolder: string, sql: string): Promise<Row[]> {
  const folder = join(dataFolder, 'postgres')
  const password = readFileSync(join(folder, 'memanto.password'), 'utf8')
  const client = new pg.Client({ host: folder, user: 'memanto', database: 'memanto', password })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

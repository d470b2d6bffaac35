import { parseArgs } from 'node:util'
import { readSettings } from '../../env'
import { migrateDatabase, openDatabase } from '../database'

/** `migrate`: updates the schema, and prints the migrations that ran. */
export async function migrate(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const database = await openDatabase(readSettings(process.env))
  try {
    const ran = await migrateDatabase(database.settings)
    console.log(
      values.json ? JSON.stringify({ migrated: ran }) : ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The schema is already up to date.',
    )
  } finally {
    await database.close()
  }
}

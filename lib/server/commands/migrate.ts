import { parseArgs } from 'node:util'
import { migrateDatabase } from '../database'
import { untilAborted } from './interrupt-signal'
import { withOpenDatabase } from './with-database'

/** `migrate`: updates the schema, and prints the migrations that ran. */
export async function migrate(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const ran = await withOpenDatabase(signal, ({ settings }) => untilAborted(signal, migrateDatabase(settings)))
  console.log(
    values.json ? JSON.stringify({ migrated: ran }) : ran.length > 0 ? `Ran ${ran.join(', ')}.` : 'The schema is already up to date.',
  )
}

import { setLogLevel } from '../process'
import { backup } from './commands/backup'
import { bootstrap } from './commands/bootstrap'
import { doctor } from './commands/doctor'
import { withInterruptSignal } from './commands/interrupt-signal'
import { migrate } from './commands/migrate'
import { resetPassword } from './commands/reset-password'
import { restore } from './commands/restore'
import { printErrorAndExit } from './print-error'

const USAGE = `Usage: npm run -s admin -- <command>

  bootstrap --email E --team T [--agent A] [--json]   create a team, its owner and an API key
  reset-password --email E [--json]                   create a one-time password reset link
  migrate [--json]                                    update the database schema
  backup FILE [--json]                                save the database to a file; the server can keep running
  restore FILE [--replace PLACE] [--json]             load a backup into an empty database, or replace the named one
  doctor [--json]                                     check settings, database, clock, secret and disk`

/** The commands by name. Only their results go to stdout. */
const COMMANDS: Record<string, (args: string[], signal: AbortSignal) => Promise<void>> = {
  bootstrap,
  'reset-password': resetPassword,
  migrate: migrate,
  backup,
  restore,
  doctor,
}

/** `npm run -s admin -- …`: runs a command of an operator, whether or not the server is running. */
export async function main([name = '', ...args]: string[]): Promise<void> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (command === undefined) return usage(name)
  setLogLevel('silent')
  await withInterruptSignal((signal) => command(args, signal)).catch(printErrorAndExit)
}

function usage(name: string): void {
  const isAsked = ['', 'help', '--help', '-h'].includes(name)
  if (isAsked) console.log(USAGE)
  else console.error(`Unknown command "${name}".\n\n${USAGE}`)
  process.exitCode = isAsked ? 0 : 2
}

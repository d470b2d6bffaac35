import { running } from './define-command'
import { CommandFailure, EXIT } from './failures'
import { memanto } from './program'
import { report } from './report'
import { oneLine } from './sanitize'

const args = process.argv.slice(2)
const isJson = args.includes('--json')

/** Whoever reads us may stop reading: `memanto recall … | head -1` ends quietly. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.ok)
  process.exit(report(new CommandFailure('unwritable_output', `The output cannot be written: ${error.message}.`), isJson))
})
/** Nobody is left to be told. */
process.stderr.on('error', () => {})

process.on('SIGINT', () => {
  if (running.advice) process.stderr.write(`\n${oneLine(running.advice())}\n`)
  process.exit(EXIT.interrupted)
})
process.on('SIGTERM', () => process.exit(143))

try {
  if (args.length === 0) memanto().outputHelp()
  else await memanto().parseAsync(args, { from: 'user' })
} catch (thrown) {
  process.exitCode = report(thrown, isJson)
}

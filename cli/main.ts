import { commandState } from './command-state'
import { CommandError, EXIT } from './errors'
import { sanitizeLine } from './output/sanitize'
import { createProgram } from './program'
import { report } from './report'

const args = process.argv.slice(2)
const isJson = args.includes('--json')

// The reader of our output may close it, as in `memanto recall … | head -1`: that is no error, and does not hide an earlier one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.ok)
  process.exit(report(new CommandError('unwritable_output', `The output cannot be written: ${error.message}.`), isJson))
})
// Errors cannot be written any more.
process.stderr.on('error', () => {})

process.on('SIGINT', () => {
  commandState.onSignal?.()
  if (commandState.interruptHint) process.stderr.write(`\n${sanitizeLine(commandState.interruptHint())}\n`)
  process.exit(EXIT.interrupted)
})
// SIGHUP: the terminal was closed, or the connection to it was lost.
for (const [signal, exitCode] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    commandState.onSignal?.()
    process.exit(exitCode)
  })

try {
  if (args.length === 0) createProgram().outputHelp()
  else await createProgram().parseAsync(args, { from: 'user' })
} catch (thrown) {
  process.exitCode = report(thrown, isJson)
}

import { commandState } from './command-state'
import { endWhenWritten, isEnding } from './ending'
import { CommandError, EXIT } from './errors'
import { sanitizeLine } from './output/sanitize'
import { createProgram } from './program'
import { report } from './report'

const args = process.argv.slice(2)
const isJson = args.includes('--json')

// The reader of our output may close it, as in `memanto recall … | head -1`: that is no error, and does not hide an earlier one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (isEnding()) return
  if (error.code === 'EPIPE') endWhenWritten(Number(process.exitCode ?? EXIT.ok))
  else endWhenWritten(report(new CommandError('unwritable_output', `The output cannot be written: ${error.message}.`), isJson))
})
// Errors cannot be written any more.
process.stderr.on('error', () => {})

// SIGHUP: the terminal was closed, or the connection to it was lost. Shells send it twice.
for (const [signal, exitCode] of [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)
  process.on(signal, () => {
    if (isEnding()) return signal === 'SIGHUP' ? undefined : process.exit(exitCode)
    commandState.onSignal?.()
    if (signal === 'SIGINT' && commandState.interruptHint) process.stderr.write(`\n${sanitizeLine(commandState.interruptHint())}\n`)
    endWhenWritten(exitCode)
  })

try {
  if (args.length === 0) createProgram().outputHelp()
  else await createProgram().parseAsync(args, { from: 'user' })
} catch (thrown) {
  if (!isEnding()) process.exitCode = report(thrown, isJson)
}

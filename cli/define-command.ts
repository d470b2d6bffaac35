import type { Command, Option } from 'commander'
import { commandState } from './command-state'
import { type Context, openContext } from './context'
import { jsonOption, refuseBlank, timeoutOption } from './options'

interface CommandSpec {
  description: string
  examples: string[]
  options?: Option[]
  /** The options and arguments, by name, of which a blank value is not an error: it means none. */
  mayBeBlank?: string[]
  run(context: Context, ...args: string[]): Promise<void>
}

/** Adds a command with its options, those that all commands have, and examples in its help. */
export function defineCommand(
  parent: Command,
  usage: string,
  { description, examples, options = [], mayBeBlank = [], run }: CommandSpec,
): Command {
  const command = parent.command(usage).description(description)
  for (const option of [...options, jsonOption(), timeoutOption()])
    command.addOption(!takesValue(option) || mayBeBlank.includes(option.attributeName()) ? option : refuseBlank(option))
  for (const argument of command.registeredArguments) if (!mayBeBlank.includes(argument.name())) refuseBlank(argument)
  command.addHelpText('after', `\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map((line) => `  $ ${line}`).join('\n')}`)
  return command.action(async () => {
    const context = await openContext(command)
    commandState.command = command
    commandState.context = context
    await run(context, ...command.args).finally(forgetInterruption)
  })
}

/** A signal that comes when all is done, while the output is still read, has nothing to add. */
function forgetInterruption(): void {
  delete commandState.onSignal
  delete commandState.interruptHint
}

const takesValue = ({ required, optional }: Option) => required || optional

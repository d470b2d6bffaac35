import type { Command, Option } from 'commander'
import { commandState } from './command-state'
import { type Context, openContext } from './context'
import { jsonOption, timeoutOption } from './options'

interface CommandSpec {
  description: string
  examples: string[]
  options?: Option[]
  run(context: Context, ...args: string[]): Promise<void>
}

/** Adds a command with its options, those that all commands have, and examples in its help. */
export function defineCommand(parent: Command, usage: string, { description, examples, options = [], run }: CommandSpec): Command {
  const command = parent.command(usage).description(description)
  for (const option of [...options, jsonOption(), timeoutOption()]) command.addOption(option)
  command.addHelpText('after', `\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map((line) => `  $ ${line}`).join('\n')}`)
  return command.action(async () => {
    const context = await openContext(command)
    commandState.context = context
    await run(context, ...command.args)
  })
}

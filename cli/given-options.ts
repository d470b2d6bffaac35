import type { Command } from 'commander'
import { writeCommaList } from '../lib/input/comma-list'

/** Returns the options that were given to a command, as its arguments, without those of some names. */
export function givenOptions(command: Command, without: readonly string[]): string[] {
  const commands = command.parent ? [command.parent, command] : [command]
  return commands.flatMap((each) =>
    each.options.flatMap((option) => {
      const name = option.attributeName()
      const isGiven = each.getOptionValueSource(name) === 'cli' && !without.includes(name)
      const value: unknown = each.getOptionValue(name)
      // --no-renew sets the value of --renew.
      if (!isGiven || option.negate !== (value === false)) return []
      const flag = option.long ?? ''
      return typeof value === 'boolean' ? [flag] : [flag, Array.isArray(value) ? writeCommaList(value) : String(value)]
    }),
  )
}

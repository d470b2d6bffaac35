import { type Command, InvalidArgumentError, Option } from 'commander'
import { readCommaList } from '../lib/comma-list'
import { type Context, openContext } from './context'

/** Notes of a command for whoever reports its end. */
interface Running {
  context?: Context
  /** The agent that it is about. */
  agentId?: string | undefined
  /** It asks for more time, with a key if there is one. */
  isExtending?: boolean
  /** What to tell somebody who interrupts it. */
  advice?: () => string
}

/** What the process is doing right now; a process runs one command. */
export const running: Running = {}

type Work = (context: Context, ...args: string[]) => Promise<void>

interface Wishes {
  does: string
  examples: string[]
  options?: Option[]
  work: Work
}

/** A command that does something: with the options that every command has, and examples in its help. */
export function leaf(parent: Command, usage: string, { does, examples, options = [], work }: Wishes): Command {
  const command = parent.command(usage).description(does)
  for (const option of [...options, jsonOption(), timeoutOption()]) command.addOption(option)
  command.addHelpText('after', `\n${examples.length > 1 ? 'Examples' : 'Example'}:\n${examples.map((line) => `  $ ${line}`).join('\n')}`)
  return command.action(async () => {
    const context = await openContext(command)
    running.context = context
    await work(context, ...command.args)
  })
}

export const jsonOption = () => new Option('--json', 'print the API response as JSON, and nothing else')
export const timeoutOption = () =>
  new Option('--timeout <seconds>', 'how long to wait for the server, retries included (default: 30)').argParser(positive)
export const localOption = () => new Option('--local', 'show times in your time zone instead of UTC')
export const agentOption = () => new Option('-a, --agent <name>', 'the agent (default: MEMANTO_AGENT_ID, else the last one activated)')
export const noRenewOption = () => new Option('--no-renew', 'do not renew a session that expires soon')
export const reactivateOption = () =>
  new Option('--reactivate', 'if the session has ended, reactivate it or start a new one, and try again')
export const limitOption = (what: string) => new Option('--limit <number>', `maximum number of ${what}`).argParser(whole)

/** What other Memanto clients call --tag. */
export const tagsOption = () => new Option('--tags <tags>').argParser(several).hideHelp()

export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.')
  return value
}

export function positive(text: string): number {
  const value = number(text)
  if (value <= 0) throw new InvalidArgumentError('It must be more than 0.')
  return value
}

function whole(text: string): number {
  const value = positive(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('It must be a whole number.')
  return value
}

/** For options that may be given several times, or once with commas; what holds a comma stands in double quotes. */
export function several(text: string, before: string[] = []): string[] {
  return [...before, ...readCommaList(text)]
}

/** The same for words of which only some are known. */
export function severalOf(known: readonly string[]) {
  return (text: string, before: string[] = []): string[] => {
    const all = several(text, before)
    const stray = all.find((each) => !known.includes(each))
    if (stray !== undefined) throw new InvalidArgumentError(`'${stray}' is not one of ${known.join(', ')}.`)
    return all
  }
}

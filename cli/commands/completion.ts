import { Argument, type Command } from 'commander'
import { type CompletedCommand, completionScript, SHELLS, type Shell } from '../completion-scripts'

const EXAMPLES = `
Examples:
  $ source <(memanto completion bash)
  $ source <(memanto completion zsh)
  $ memanto completion fish | source`

/** Adds `completion`. It prints a script, so it has neither `--json` nor `--timeout`. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a shell completion script')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, completedCommands(program), valueOptions(program)))
    })
}

function completedCommands(program: Command): CompletedCommand[] {
  return commandsOf(program).map(completedCommand)
}

/** Returns the commands that run: those without subcommands, and groups that do something by themselves, which have options. */
export function commandsOf(parent: Command): Command[] {
  return parent.commands.flatMap((command) => [
    ...(command.commands.length === 0 || command.options.length > 0 ? [command] : []),
    ...commandsOf(command),
  ])
}

/** The options of the program itself that a value follows. */
const valueOptions = (program: Command) => program.options.filter(({ required }) => required).flatMap(({ long }) => long ?? [])

function completedCommand(command: Command): CompletedCommand {
  const group = command.parent?.parent ? `${command.parent.name()} ` : ''
  const options = command.options.filter(({ long, hidden }) => long && !hidden)
  return {
    path: `${group}${command.name()}`,
    description: command.description(),
    options: [...options.map(({ long, description }) => ({ name: long ?? '', description })), { name: '--help', description: 'show help' }],
  }
}

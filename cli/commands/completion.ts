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
      process.stdout.write(completionScript(shell, completedCommands(program)))
    })
}

function completedCommands(program: Command): CompletedCommand[] {
  return program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command])).map(completedCommand)
}

function completedCommand(command: Command): CompletedCommand {
  const group = command.parent?.parent ? `${command.parent.name()} ` : ''
  const options = command.options.filter(({ long, hidden }) => long && !hidden)
  return {
    path: `${group}${command.name()}`,
    description: command.description(),
    options: [...options.map(({ long, description }) => ({ name: long ?? '', description })), { name: '--help', description: 'show help' }],
  }
}

import { Argument, type Command } from 'commander'
import { type Completable, completionScript, SHELLS, type Shell } from '../completion-scripts'

const EXAMPLES = `
Examples:
  $ source <(memanto completion bash)
  $ source <(memanto completion zsh)
  $ memanto completion fish | source`

export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('print a shell completion script')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action((shell: Shell) => {
      process.stdout.write(completionScript(shell, completables(program)))
    })
}

function completables(program: Command): Completable[] {
  return program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command])).map(completable)
}

function completable(command: Command): Completable {
  const group = command.parent?.parent ? `${command.parent.name()} ` : ''
  const options = command.options.filter(({ long, hidden }) => long && !hidden)
  return {
    path: `${group}${command.name()}`,
    about: command.description(),
    options: [
      ...options.map(({ long, description }) => ({ name: long ?? '', about: description })),
      { name: '--help', about: 'show help' },
    ],
  }
}

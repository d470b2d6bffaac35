import { Command } from 'commander'
import { addAgentCommands } from './commands/agent'
import { addCompletionCommand } from './commands/completion'
import { addConfigCommands } from './commands/config'
import { addLoginCommands } from './commands/login'
import { addRecallCommand } from './commands/recall'
import { addRememberCommand } from './commands/remember'
import { addServeCommand } from './commands/serve'
import { addSessionCommands } from './commands/session'
import { addStatusCommand } from './commands/status'
import { jsonOption, timeoutOption } from './leaf'
import { version } from './package.json'

const ABOUT = `
Environment:
  MEMANTO_URL            address of the server (http://localhost:8000)
  MEMANTO_API_KEY        API key; MOORCHEH_API_KEY does the same
  MEMANTO_AGENT_ID       the agent that commands are about
  MEMANTO_SESSION_TOKEN  a session token, where none is kept
  MEMANTO_HOME           folder of config.json and sessions/ (~/.memanto)
  NO_COLOR               no colours

Exit codes:
  0 ok   1 refused or failed   2 not understood   3 not signed in   4 server unreachable

Examples:
  $ memanto login
  $ memanto agent activate customer-support --create
  $ memanto remember "Ada prefers e-mail over the phone" --type preference
  $ memanto recall "how to reach Ada"
  $ memanto agent deactivate`

/** Every command, ready to parse. What it refuses is thrown, and told by whoever catches it. */
export function memanto(): Command {
  const program = new Command('memanto')
    .description("Memory for a team's AI agents, reached only inside a session.")
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addOption(jsonOption())
    .addOption(timeoutOption())
    .addHelpText('after', ABOUT)
  for (const add of [addLoginCommands, addStatusCommand, addAgentCommands, addSessionCommands, addRememberCommand, addRecallCommand])
    add(program)
  addConfigCommands(program)
  addServeCommand(program)
  addCompletionCommand(program)
  return program
}

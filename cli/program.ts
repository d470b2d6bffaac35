import { Command } from 'commander'
import { addAgentCommands } from './commands/agent'
import { addCompletionCommand } from './commands/completion'
import { addConfigCommands } from './commands/config'
import { addExportCommand } from './commands/export'
import { addImportCommand } from './commands/import'
import { addLoginCommands } from './commands/login'
import { addMemoryCommands } from './commands/memory'
import { addPolicyCommands } from './commands/policy'
import { addRecallCommand } from './commands/recall'
import { addRememberCommand } from './commands/remember'
import { addServeCommand } from './commands/serve'
import { addSessionCommands } from './commands/session'
import { addStatusCommand } from './commands/status'
import { jsonOption, timeoutOption } from './options'
import { version } from './package.json'

const HELP = `
Environment:
  MEMANTO_URL            server address (http://localhost:8000)
  MEMANTO_API_KEY        API key; MOORCHEH_API_KEY works too
  MEMANTO_AGENT_ID       default agent
  MEMANTO_SESSION_TOKEN  session token; used instead of a stored one, unless another agent is named
  MEMANTO_HOME           folder for config.json and sessions/ (~/.memanto)
  NO_COLOR               no colours

Exit codes:
  0 ok   1 refused or failed   2 usage error   3 not signed in   4 server unreachable

Examples:
  $ memanto login
  $ memanto agent activate customer-support --create
  $ memanto remember "Ada prefers e-mail over the phone" --type preference
  $ memanto recall "how to reach Ada"
  $ memanto agent deactivate`

/** Returns the `memanto` command with all subcommands. Usage errors are thrown instead of printed. */
export function createProgram(): Command {
  const program = new Command('memanto')
    .description("Memory for your team's AI agents, available during a session.")
    .version(version, '-V, --version', 'print the version')
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .addOption(jsonOption())
    .addOption(timeoutOption())
    .addHelpText('after', HELP)
  for (const add of [addLoginCommands, addStatusCommand, addAgentCommands, addSessionCommands, addRememberCommand, addRecallCommand])
    add(program)
  addPolicyCommands(program)
  for (const add of [addExportCommand, addImportCommand]) add(program)
  addMemoryCommands(program)
  addConfigCommands(program)
  addServeCommand(program)
  addCompletionCommand(program)
  return program
}

import type { Command } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import type { JsonObject } from '../json'
import { success } from '../output/lines'
import { maskKey } from '../output/sanitize'
import { agentName, isFromEnv, isSameServer, serverAddress, serverIn } from '../settings'
import { withFields } from '../storage/config'
import { changeConfig } from '../storage/config-file'
import { saveOrFail } from '../storage/home'
import { shareWithOtherClients } from '../storage/other-clients'
import { forgetAllSessions } from '../storage/session-files'
import { showConfig } from './config-show'
import { noteOverriding, requireValidKey, signIn, warnUnencrypted } from './sign-in'

/** Adds the commands of `memanto config`. */
export function addConfigCommands(program: Command): void {
  const group = program.command('config').description('settings of this machine')
  group.addHelpText('after', '\nExample:\n  $ memanto config show')
  defineCommand(group, 'show', {
    description: 'show the settings and where each comes from, secrets masked',
    examples: ['memanto config show', 'memanto config show --json'],
    run: showConfig,
  })
  defineCommand(group, 'set <name> <value>', {
    description: `change a setting: ${settingNames()}`,
    examples: ['memanto config set server_url https://memanto.example.com', 'memanto config set auto_renew false'],
    run: (context, name, value) => set(context, name.replaceAll('-', '_'), value),
  })
}

const SETTINGS: Record<string, (value: string) => JsonObject> = {
  server_url: (value) => ({ server_url: serverAddress(value) }),
  active_agent_id: (value) => ({ active_agent_id: agentName(value) }),
  auto_renew: (value) => ({ auto_renew: parseBoolean(value) }),
}

/** `api_key` is set in another way: the server is asked first. */
const settingNames = () => [...Object.keys(SETTINGS), 'api_key'].join(', ')

function parseBoolean(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new CommandError('usage', 'auto_renew must be true or false.')
  return value === 'true'
}

const ALTERNATIVE = 'Use MEMANTO_URL and MEMANTO_AGENT_ID to set the server and the agent, and --no-renew to turn off renewal.'

async function set(context: Context, name: string, value: string): Promise<void> {
  if (name === 'api_key') return setKey(context, value)
  const fields = parseSetting(name, value)
  const { home, config } = context
  const isOtherServer = fields.server_url !== undefined && !isSameServer(fields.server_url, serverIn(config))
  await saveOrFail(home, `the setting ${name}`, ALTERNATIVE, (folder) => {
    if (isOtherServer) return forgetAllSessions(folder, home, fields)
    const token = name === 'active_agent_id' ? { active_session_token: config.sessions.get(value)?.session_token } : {}
    changeConfig(folder, home, (raw) => withFields(raw, { ...fields, ...token }))
  })
  if (typeof fields.server_url === 'string') {
    await shareWithOtherClients(home, fields.server_url)
    noteKey(context, fields.server_url, isOtherServer)
  }
  noteOverriding(context, fields)
  context.print(fields, (format) => [success(`${name} is now ${Object.values(fields).join()}`, format)])
}

/** Says what the stored address means for the key, which stays: most often the same server has moved. */
function noteKey(context: Context, serverUrl: string, isOtherServer: boolean): void {
  const { apiKey, serverUrl: used } = context.settings
  if (apiKey === undefined) return
  warnUnencrypted(context, serverUrl)
  if (!isOtherServer || isFromEnv(used)) return
  const key = isFromEnv(apiKey) ? `API key of ${apiKey.from}` : 'stored API key'
  context.note(`Commands send the ${key} to ${serverUrl} from now on.${isFromEnv(apiKey) ? '' : ' Use memanto login for another key.'}`)
}

/** Returns the fields of config.json that a setting changes. */
function parseSetting(name: string, value: string): JsonObject {
  const parse = Object.hasOwn(SETTINGS, name) ? SETTINGS[name] : undefined
  if (parse) return parse(value)
  if (['active_session_token', 'sessions'].includes(name))
    throw new CommandError('usage', 'Session tokens cannot be set here.', 'memanto agent activate stores one.')
  throw new CommandError('usage', 'Unknown setting.', `Settings: ${settingNames()}.`)
}

/** Stores a key if the server accepts it, as `memanto login` does. */
async function setKey(context: Context, value: string): Promise<void> {
  const key = requireValidKey(value.trim())
  await signIn(context, serverAddress(context.settings.serverUrl.value), key)
  context.note('The key is now in your shell history. Use memanto login to enter it without that.')
  context.print({ api_key: maskKey(key) }, (format) => [success(`api_key is now ${maskKey(key)}`, format)])
}

import type { Command } from 'commander'
import { changeConfig, KNOWN_FIELDS, readConfigFile, withFields } from '../config-file'
import type { Context } from '../context'
import { CommandFailure } from '../failures'
import { maskedKey, oneLine, shortToken } from '../harmless'
import { mustSave } from '../home'
import type { JsonObject } from '../json-file'
import { leaf } from '../leaf'
import { tellOtherClients } from '../other-clients'
import { labelled, printTime, success } from '../print-lines'
import { dropAllSessions } from '../session-files'
import { agentName, isSameServer, type Sourced, serverAddress, settingsOf, shownAddress } from '../settings'
import { signIn, wellFormed } from './login'

export function addConfigCommands(program: Command): void {
  const group = program.command('config').description('settings of this machine')
  group.addHelpText('after', '\nExample:\n  $ memanto config show')
  leaf(group, 'show', {
    does: 'show the settings and where each comes from, secrets masked',
    examples: ['memanto config show', 'memanto config show --json'],
    work: show,
  })
  leaf(group, 'set <name> <value>', {
    does: `change a setting: ${[...Object.keys(CHANGEABLE), 'api_key'].join(', ')}`,
    examples: ['memanto config set server_url https://memanto.example.com', 'memanto config set auto_renew false'],
    work: (context, name, value) => set(context, name.replaceAll('-', '_'), value),
  })
}

async function show(context: Context): Promise<void> {
  const { home, config, settings, print } = context
  const others = Object.keys(await readConfigFile(home)).filter((name) => !KNOWN_FIELDS.includes(name))
  const { serverUrl, apiKey, agentId, sessionToken } = settings
  const token = sessionToken ?? (config.active_session_token ? { value: config.active_session_token, from: 'config.json' } : undefined)
  const told = {
    home: home.folder ?? null,
    server_url: { ...serverUrl, value: shownAddress(serverUrl.value) },
    api_key: masked(apiKey, maskedKey),
    active_agent_id: agentId ?? null,
    active_session_token: masked(token, shortToken),
    auto_renew: { value: config.auto_renew ?? true, from: config.auto_renew === undefined ? 'default' : 'config.json' },
    sessions: Object.fromEntries([...config.sessions].map(([agent, { session_id, expires_at }]) => [agent, { session_id, expires_at }])),
    other_fields: others,
  }
  print(told, (look) => [
    ...labelled([
      ['Home', told.home ?? 'none (neither HOME nor MEMANTO_HOME is set)'],
      ['Server', sourceWords(told.server_url)],
      ['API Key', sourceWords(told.api_key)],
      ['Agent', sourceWords(told.active_agent_id)],
      ['Session Token', sourceWords(told.active_session_token)],
      ['Auto Renew', sourceWords(told.auto_renew)],
      ['Other Fields', others.length > 0 ? `${others.join(', ')} (from other programs, kept)` : undefined],
    ]),
    ...[...config.sessions].map(([agent, kept]) => oneLine(`Session:       ${agent} until ${printTime(kept.expires_at, look)}`)),
  ])
}

const masked = (secret: Sourced | undefined, mask: (text: string) => string) =>
  secret === undefined ? null : { value: mask(secret.value), from: secret.from }

const sourceWords = (found: { value: string | boolean; from: string } | null) =>
  found === null ? 'none' : `${found.value} (${found.from})`

const CHANGEABLE: Record<string, (value: string) => JsonObject> = {
  server_url: (value) => ({ server_url: serverAddress(value) }),
  active_agent_id: (value) => ({ active_agent_id: agentName(value) }),
  auto_renew: (value) => ({ auto_renew: yesOrNo(value) }),
}

function yesOrNo(value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new CommandFailure('usage', 'auto_renew must be true or false.')
  return value === 'true'
}

const INSTEAD = 'Use MEMANTO_URL and MEMANTO_AGENT_ID to set the server and the agent, and --no-renew to turn off renewal.'

async function set(context: Context, name: string, value: string): Promise<void> {
  if (name === 'api_key') return setKey(context, value)
  const change = Object.hasOwn(CHANGEABLE, name) ? CHANGEABLE[name] : undefined
  if (change === undefined) throw unchangeable(name)
  const { home, config } = context
  const fields = change(value)
  const isOtherServer = fields.server_url !== undefined && !isSameServer(fields.server_url, settingsOf({}, config).serverUrl.value)
  await mustSave(home, `the setting ${name}`, INSTEAD, (folder) => {
    if (isOtherServer) return dropAllSessions(folder, home, fields)
    const token = name === 'active_agent_id' ? { active_session_token: config.sessions.get(value)?.session_token } : {}
    changeConfig(folder, home, (raw) => withFields(raw, { ...fields, ...token }))
  })
  if (typeof fields.server_url === 'string') await tellOtherClients(home, fields.server_url)
  context.print(fields, (look) => [success(`${name} is now ${Object.values(fields).join()}`, look)])
}

/** As memanto login does it: the key is kept when the server knows it. */
async function setKey(context: Context, value: string): Promise<void> {
  const key = wellFormed(value.trim())
  await signIn(context, serverAddress(context.settings.serverUrl.value), key)
  context.note('The key is now in your shell history. Use memanto login to enter it without that.')
  context.print({ api_key: maskedKey(key) }, (look) => [success(`api_key is now ${maskedKey(key)}`, look)])
}

function unchangeable(name: string): CommandFailure {
  const isSecret = ['active_session_token', 'sessions'].includes(name)
  if (isSecret) return new CommandFailure('usage', 'Session tokens cannot be set here.', 'memanto agent activate stores one.')
  return new CommandFailure('usage', `Unknown setting.`, `Settings: ${Object.keys(CHANGEABLE).join(', ')}.`)
}

import type { Context } from '../context'
import { formatTime, labelled } from '../output/lines'
import { maskKey, maskToken, sanitizeLine } from '../output/sanitize'
import { maskAddress, type Sourced } from '../settings'
import { KNOWN_FIELDS } from '../storage/config'
import { readConfigFile } from '../storage/config-file'

/** Prints every setting and where it comes from, with secrets masked. */
export async function showConfig({ home, config, settings, print }: Context): Promise<void> {
  const unknown = Object.keys(await readConfigFile(home)).filter((name) => !KNOWN_FIELDS.includes(name))
  const { serverUrl, apiKey, agentId, sessionToken } = settings
  const token = sessionToken ?? (config.active_session_token ? { value: config.active_session_token, from: 'config.json' } : undefined)
  const shown = {
    home: home.folder ?? null,
    server_url: { ...serverUrl, value: maskAddress(serverUrl.value) },
    api_key: masked(apiKey, maskKey),
    active_agent_id: agentId ?? null,
    active_session_token: masked(token, maskToken),
    auto_renew: { value: config.auto_renew ?? true, from: config.auto_renew === undefined ? 'default' : 'config.json' },
    sessions: Object.fromEntries([...config.sessions].map(([agent, { session_id, expires_at }]) => [agent, { session_id, expires_at }])),
    other_fields: unknown,
  }
  print(shown, (format) => [
    ...labelled([
      ['Home', shown.home ?? 'none (neither HOME nor MEMANTO_HOME is set)'],
      ['Server', withSource(shown.server_url)],
      ['API Key', withSource(shown.api_key)],
      ['Agent', withSource(shown.active_agent_id)],
      ['Session Token', withSource(shown.active_session_token)],
      ['Auto Renew', withSource(shown.auto_renew)],
      ['Other Fields', unknown.length > 0 ? `${unknown.join(', ')} (from other programs, kept)` : undefined],
    ]),
    ...[...config.sessions].map(([agent, { expires_at }]) =>
      sanitizeLine(`Session:       ${agent} until ${formatTime(expires_at, format)}`),
    ),
  ])
}

const masked = (secret: Sourced | undefined, mask: (text: string) => string) =>
  secret === undefined ? null : { value: mask(secret.value), from: secret.from }

const withSource = (setting: { value: string | boolean; from: string } | null) =>
  setting === null ? 'none' : `${setting.value} (${setting.from})`

import { parseKey } from '../../lib/auth/api-key-format'
import type { Context } from '../context'
import { CommandError, isApiError } from '../errors'
import { type Credentials, createApi, unwrap } from '../http/client'
import type { JsonObject } from '../json'
import { isSameServer, overridingVariables } from '../settings'
import { withFields } from '../storage/config'
import { changeConfig } from '../storage/config-file'
import { saveOrFail } from '../storage/home'
import { shareWithOtherClients } from '../storage/other-clients'
import { forgetAllSessions } from '../storage/session-files'

/**
 * Returns the key if its checksum is right, so that a typing error is found without a request.
 * @throws not_signed_in
 */
export function requireValidKey(key: string): string {
  if (parseKey(key)) return key
  const problem = key === '' ? 'No key was given.' : 'This is not a valid API key: a character is wrong or missing.'
  throw new CommandError('not_signed_in', problem, 'Copy all of it: mk_live_ and 60 more characters.')
}

/** Stores a key that the server accepts, for this command and for other Memanto clients. Returns the server's version. */
export async function signIn(context: Context, serverUrl: string, key: string): Promise<string> {
  const version = await verify(context, serverUrl, key)
  await storeKey(context, serverUrl, key)
  await shareWithOtherClients(context.home, serverUrl, key)
  noteOverriding(context, { server_url: serverUrl, api_key: key })
  return version
}

/** Names variables of the environment that commands keep using instead of what was stored now. */
export function noteOverriding({ settings, note }: Context, stored: JsonObject): void {
  const names = overridingVariables(settings, stored)
  if (names.length > 0) note(`Still set in the environment, and used instead: ${names.join(', ')}.`)
}

const connect = ({ timeoutMs }: Context, serverUrl: string, credentials: Credentials) => createApi({ serverUrl, timeoutMs }, credentials)

const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** Warns of an address to which the key would be sent unencrypted. */
export function warnUnencrypted({ warn }: Context, serverUrl: string): void {
  const { protocol, hostname } = new URL(serverUrl)
  if (protocol === 'http:' && !THIS_MACHINE.test(hostname)) warn('Warning: the address uses http:, which sends the key unencrypted.')
}

async function verify(context: Context, serverUrl: string, key: string): Promise<string> {
  // Without the key: another server must not get it.
  const { version, service } = await unwrap(connect(context, serverUrl, {}).GET('/health'))
  if (service !== 'MEMANTO') throw new CommandError('not_memanto', `${serverUrl} is not a Memanto server.`, 'Check the address.')
  warnUnencrypted(context, serverUrl)
  await unwrap(connect(context, serverUrl, { key }).GET('/api/v2/agents', { params: { query: { limit: 1 } } })).catch((thrown) => {
    // The key is valid, but may not list agents.
    if (!isApiError(thrown, 'insufficient_scope')) throw thrown
  })
  return version
}

/** Session tokens are not sent to another server, and do not work with a key of another team: both are removed. */
async function storeKey(context: Context, serverUrl: string, key: string): Promise<void> {
  const { home, config, settings } = context
  const isOtherServer = !isSameServer(serverUrl, config.server_url ?? settings.serverUrl.value)
  const isOtherTeam = !isOtherServer && (await hasSessionsOfAnotherTeam(context, serverUrl, key))
  if (isOtherTeam) context.note('Sessions of another team were removed from this machine.')
  const fields = { server_url: serverUrl, api_key: key }
  await saveOrFail(home, 'the address and the key', 'Set MEMANTO_URL and MEMANTO_API_KEY instead.', (folder) => {
    if (isOtherServer || isOtherTeam) forgetAllSessions(folder, home, fields)
    else changeConfig(folder, home, (raw) => withFields(raw, fields))
  })
}

/** The server refuses a key together with a token of another team as an invalid key. */
async function hasSessionsOfAnotherTeam(context: Context, serverUrl: string, key: string): Promise<boolean> {
  const isRefused = async (token: string) => {
    try {
      await unwrap(connect(context, serverUrl, { key, token }).GET('/api/v2/session/current'))
      return false
    } catch (thrown) {
      return isApiError(thrown, 'invalid_api_key')
    }
  }
  const tokens = [...context.config.sessions.values()].map(({ session_token }) => session_token)
  return (await Promise.all(tokens.map(isRefused))).includes(true)
}

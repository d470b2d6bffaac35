import { type Command, Option } from 'commander'
import { parseKey } from '../../lib/api-keys/format'
import { answer, apiFor, type Credentials } from '../client'
import { changeConfig, withFields } from '../config-file'
import type { Context } from '../context'
import { CommandFailure, isRefusal } from '../failures'
import { maskedKey } from '../harmless'
import { configPath, mustSave } from '../home'
import { readStdin } from '../input'
import { leaf } from '../leaf'
import { hideFromOtherClients, tellOtherClients } from '../other-clients'
import { labelled, success } from '../print-lines'
import { dropAllSessions } from '../session-files'
import { isSameServer, serverAddress, shownAddress } from '../settings'
import { ask, askHidden } from '../terminal'

export function addLoginCommands(program: Command): void {
  const command = leaf(program, 'login', {
    does: 'sign in with an API key of your team',
    examples: ['memanto login', 'memanto login --url https://memanto.example.com --key-stdin < key.txt'],
    options: [
      new Option('--url <url>', 'server address (default: the current one, else http://localhost:8000)'),
      new Option('--key-stdin', 'read the key from standard input'),
      new Option('--key [key]').hideHelp(),
      new Option('--api-key [key]').hideHelp(),
    ],
    work: (context, ...strays) => login(context, strays, command.opts()),
  })
  command.allowExcessArguments()
  leaf(program, 'logout', {
    does: 'remove the key and session tokens from this machine; sessions stay active until they expire',
    examples: ['memanto logout'],
    work: logout,
  })
}

interface LoginOptions {
  url?: string
  keyStdin?: boolean
  key?: unknown
  apiKey?: unknown
}

async function login(context: Context, strays: string[], options: LoginOptions): Promise<void> {
  if (options.key !== undefined || options.apiKey !== undefined || strays.length > 0)
    throw new CommandFailure(
      'usage',
      'A key on the command line stays in your shell history, and other users of this machine can see it.',
      'Enter it when memanto login asks, or pipe it in: memanto login --key-stdin < key.txt',
    )
  const serverUrl = await askedAddress(context, options)
  const key = wellFormed(await askedKey(context, options))
  const version = await signIn(context, serverUrl, key)
  const answered = { server_url: serverUrl, api_key: maskedKey(key), server_version: version }
  context.print(answered, (look) => [
    success('Signed in', look),
    ...labelled([
      ['Server', `${serverUrl} (Memanto ${version})`],
      ['API Key', maskedKey(key)],
    ]),
  ])
}

/** Keeps a key that the server knows, for this command and for other Memanto clients; gives the server's version. */
export async function signIn(context: Context, serverUrl: string, key: string): Promise<string> {
  const version = await verified(context, serverUrl, key)
  await keepLogin(context, serverUrl, key)
  await tellOtherClients(context.home, serverUrl, key)
  return version
}

async function askedAddress({ settings }: Context, { url, keyStdin }: LoginOptions): Promise<string> {
  if (url !== undefined) return serverAddress(url)
  const usual = settings.serverUrl.value
  if (keyStdin || !process.stdin.isTTY) return serverAddress(usual)
  const typed = await ask(`Server address [${shownAddress(usual)}]: `)
  return serverAddress(typed === '' ? usual : typed)
}

async function askedKey(context: Context, { keyStdin }: LoginOptions): Promise<string> {
  if (keyStdin) return (await readStdin(context, 'Pipe the key in: memanto login --key-stdin < key.txt')).trim()
  if (process.stdin.isTTY) return askHidden('API key (hidden): ')
  throw new CommandFailure('usage', 'No terminal to prompt for the key.', 'Pipe it in: memanto login --key-stdin < key.txt')
}

/** A typo is found by the key's checksum, before anybody is asked. */
export function wellFormed(key: string): string {
  if (parseKey(key)) return key
  const why = key === '' ? 'No key was given.' : 'This is not a valid API key: a character is wrong or missing.'
  throw new CommandFailure('not_signed_in', why, 'Copy all of it: mk_live_ and 60 more characters.')
}

/** Asks the server whether it knows the key, and gives its version. */
async function verified(context: Context, serverUrl: string, key: string): Promise<string> {
  const api = connected(context, serverUrl, { key })
  const { version, service } = await answer(api.GET('/health'))
  if (service !== 'MEMANTO') throw new CommandFailure('not_memanto', `${serverUrl} is not a Memanto server.`, 'Check the address.')
  if (serverUrl.startsWith('http:') && !/^http:\/\/(localhost|127\.|\[::1\])/.test(serverUrl))
    context.warn('Warning: the address uses http:, which sends the key unencrypted.')
  // A key that may not list agents is a good key all the same.
  await answer(api.GET('/api/v2/agents', { params: { query: { limit: 1 } } })).catch((thrown) => {
    if (!isRefusal(thrown, 'insufficient_scope')) throw thrown
  })
  return version
}

/** Tokens of one server are not shown to another, and those of one team are of no use to who works for another. */
async function keepLogin(context: Context, serverUrl: string, key: string): Promise<void> {
  const { home, config, settings } = context
  const isOtherServer = !isSameServer(serverUrl, config.server_url ?? settings.serverUrl.value)
  const isOtherTeam = !isOtherServer && (await holdsTokensOfOthers(context, serverUrl, key))
  if (isOtherTeam) context.note('Sessions of another team were removed from this machine.')
  const fields = { server_url: serverUrl, api_key: key }
  await mustSave(home, 'the address and the key', 'Set MEMANTO_URL and MEMANTO_API_KEY instead.', (folder) => {
    if (isOtherServer || isOtherTeam) dropAllSessions(folder, home, fields)
    else changeConfig(folder, home, (raw) => withFields(raw, fields))
  })
}

/** A server does not know a key beside the token of another team. */
async function holdsTokensOfOthers(context: Context, serverUrl: string, key: string): Promise<boolean> {
  const asked = [...context.config.sessions.values()].map(async ({ session_token: token }) => {
    try {
      await answer(connected(context, serverUrl, { key, token }).GET('/api/v2/session/current'))
      return false
    } catch (thrown) {
      return isRefusal(thrown, 'invalid_api_key')
    }
  })
  return (await Promise.all(asked)).includes(true)
}

const connected = ({ timeoutMs }: Context, serverUrl: string, credentials: Credentials) =>
  apiFor({ serverUrl, timeoutMs, onFreshToken: async () => {} }, credentials)

async function logout(context: Context): Promise<void> {
  const { home, print, settings, note } = context
  await hideFromOtherClients(home)
  if (home.folder !== undefined)
    await mustSave(home, 'the sign-out', `The key may still be stored: delete ${configPath(home.folder)} yourself.`, (folder) =>
      dropAllSessions(folder, home, { api_key: undefined }),
    )
  const inEnv = [settings.apiKey, settings.sessionToken].flatMap((each) => (each && each.from !== 'config.json' ? [each.from] : []))
  if (inEnv.length > 0) note(`Still set in the environment: ${inEnv.join(', ')}.`)
  print({ signed_in: false, server_url: settings.serverUrl.value }, (look) => [success('Signed out', look)])
}

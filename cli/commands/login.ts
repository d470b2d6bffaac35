import { type Command, Option } from 'commander'
import type { Context } from '../context'
import { defineCommand } from '../define-command'
import { CommandError } from '../errors'
import { ask, askHidden } from '../input/prompt'
import { readStdin } from '../input/stdin'
import { labelled, success } from '../output/lines'
import { maskKey } from '../output/sanitize'
import { isFromEnv, maskAddress, serverAddress } from '../settings'
import { listCorruptConfigs } from '../storage/config-file'
import { configPath, saveOrFail } from '../storage/home'
import { removeFromOtherClients } from '../storage/other-clients'
import { forgetAllSessions } from '../storage/session-files'
import { requireValidKey, signIn } from './sign-in'

/** Adds `login` and `logout`. */
export function addLoginCommands(program: Command): void {
  const command = defineCommand(program, 'login', {
    description: 'sign in with an API key of your team',
    examples: ['memanto login', 'memanto login --url https://memanto.example.com --key-stdin < key.txt'],
    options: [
      new Option('--url <url>', 'server address (default: the current one, else http://localhost:8000)'),
      new Option('--key-stdin', 'read the key from standard input'),
      new Option('--key [key]').hideHelp(),
      new Option('--api-key [key]').hideHelp(),
    ],
    run: (context, ...args) => login(context, args, command.opts()),
  })
  command.allowExcessArguments()
  defineCommand(program, 'logout', {
    description: 'remove the key and session tokens from this machine; sessions stay active until they expire',
    examples: ['memanto logout'],
    run: logout,
  })
}

interface LoginOptions {
  url?: string
  keyStdin?: boolean
  key?: unknown
  apiKey?: unknown
}

async function login(context: Context, args: string[], options: LoginOptions): Promise<void> {
  if (options.key !== undefined || options.apiKey !== undefined || args.length > 0)
    throw new CommandError(
      'usage',
      'A key on the command line stays in your shell history, and other users of this machine can see it.',
      'Enter it when memanto login asks, or pipe it in: memanto login --key-stdin < key.txt',
    )
  const serverUrl = await askAddress(context, options)
  const key = requireValidKey(await askKey(context, options))
  const version = await signIn(context, serverUrl, key)
  const response = { server_url: serverUrl, api_key: maskKey(key), server_version: version }
  context.print(response, (format) => [
    success('Signed in', format),
    ...labelled([
      ['Server', `${serverUrl} (Memanto ${version})`],
      ['API Key', maskKey(key)],
    ]),
  ])
}

async function askAddress({ settings }: Context, { url, keyStdin }: LoginOptions): Promise<string> {
  if (url !== undefined) return serverAddress(url)
  const current = settings.serverUrl.value
  if (keyStdin || !process.stdin.isTTY) return serverAddress(current)
  const typed = await ask(`Server address [${maskAddress(current)}]: `)
  return serverAddress(typed === '' ? current : typed)
}

async function askKey(context: Context, { keyStdin }: LoginOptions): Promise<string> {
  if (keyStdin) return (await readStdin(context, 'Pipe the key in: memanto login --key-stdin < key.txt')).trim()
  if (process.stdin.isTTY) return askHidden('API key (hidden): ')
  throw new CommandError('usage', 'No terminal to prompt for the key.', 'Pipe it in: memanto login --key-stdin < key.txt')
}

async function logout(context: Context): Promise<void> {
  const { home, print, settings, note } = context
  await removeFromOtherClients(home)
  if (home.folder !== undefined)
    await saveOrFail(home, 'the sign-out', `The key may still be stored: delete ${configPath(home.folder)} yourself.`, (folder) =>
      forgetAllSessions(folder, home, { api_key: undefined }),
    )
  for (const path of home.folder === undefined ? [] : listCorruptConfigs(home.folder))
    note(`${path} may still contain the key and session tokens. Delete it if you do not need it.`)
  const fromEnv = [settings.apiKey, settings.sessionToken].flatMap((each) => (each && isFromEnv(each) ? [each.from] : []))
  if (fromEnv.length > 0) note(`Still set in the environment: ${fromEnv.join(', ')}.`)
  print({ signed_in: false, server_url: maskAddress(settings.serverUrl.value) }, (format) => [success('Signed out', format)])
}

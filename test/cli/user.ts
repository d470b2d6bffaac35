import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Session } from '../../cli/http/client'
import type { JsonObject } from '../../cli/json'
import { parseConfig } from '../../cli/storage/config'
import { readConfigFile } from '../../cli/storage/config-file'
import { storeSession } from '../../cli/storage/session-files'
import { cleanEnv, type Env, type ProcessResult, runCommand, runInTerminal, type TerminalResult, temporaryFolder } from './process'

/** A user of the command line with a home folder. */
export interface CliUser {
  home: string
  env: NodeJS.ProcessEnv
  /** Runs the command without a terminal. */
  memanto(args: string[], more?: { input?: string | Buffer; env?: Env }): Promise<ProcessResult>
  /** Runs the command with `--json`, and returns what it prints. Throws if it fails. */
  json<Body = JsonObject>(...args: string[]): Promise<Body>
  /** Runs the command in a pseudo-terminal, and types each answer when its question appears. */
  inTerminal(args: string[], more?: { columns?: number; env?: Env; answers?: [question: string, typed: string][] }): Promise<TerminalResult>
  /** Reads config.json. */
  config(): JsonObject
}

/** Creates a user with an empty home folder. `url` and `key` are set in the environment. */
export function createUser({ url, key }: { url?: string; key?: string } = {}): CliUser {
  const home = join(temporaryFolder(), 'home')
  const env = { ...cleanEnv(), HOME: dirname(home), MEMANTO_HOME: home, MEMANTO_URL: url, MEMANTO_API_KEY: key, TERM: 'xterm-256color' }
  const user: CliUser = {
    home,
    env,
    memanto: (args, { input, env: more } = {}) => runCommand(args, { ...env, ...more }, input),
    json: async <Body>(...args: string[]) => {
      const { exitCode, stdout, stderr } = await user.memanto([...args, '--json'])
      if (exitCode !== 0) throw new Error(`memanto ${args.join(' ')} ended with ${exitCode}: ${stderr}`)
      return JSON.parse(stdout) as Body
    },
    inTerminal: (args, { columns = 120, env: more, answers = [] } = {}) => runInTerminal(args, { ...env, ...more }, columns, answers),
    config: () => JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')),
  }
  return user
}

let agents = 0

/** Creates an agent of a new name and activates it for the user, as `memanto agent activate --create` does, without a process. */
export async function activateNewAgent(user: CliUser, options: { duration_hours?: number } = {}): Promise<Session> {
  const { MEMANTO_URL: url, MEMANTO_API_KEY: key } = user.env
  const response = await fetch(`${url}/api/v2/agents/agent-${++agents}/activate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ create: true, ...options }),
  })
  if (!response.ok) throw new Error(`The activation should have prepared a test, and answered ${response.status}: ${await response.text()}`)
  const session: Session = await response.json()
  const home = { folder: user.home, note: failOn }
  await storeSession(home, session, { activate: true, config: parseConfig(await readConfigFile(home)) })
  return session
}

function failOn(sentence: string): never {
  throw new Error(sentence)
}

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Session } from '../../cli/http/client'
import type { JsonObject } from '../../cli/json'
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

/** Creates an agent of a new name and activates it for the user. */
export function activateNewAgent(user: CliUser, ...options: string[]): Promise<Session> {
  return user.json<Session>('agent', 'activate', `agent-${++agents}`, '--create', ...options)
}

import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

const environment = (dataFolder = process.env.MEMANTO_E2E_DATA) => ({ ...process.env, MEMANTO_DATA_DIR: dataFolder })

/** Runs an admin command next to the server under test, as its operator would, and returns what it prints. */
export async function admin(args: string[], dataFolder?: string): Promise<string> {
  return (await run(process.execPath, ['lib/server/run.mjs', 'admin', ...args], { env: environment(dataFolder) })).stdout
}

/** What `bootstrap --json` prints. */
export interface CreatedTeam {
  api_key: string
  password_link: string
}

let runCommand: ((args: string[]) => Promise<string>) | undefined

/**
 * Creates a team by `admin bootstrap`. Every test needs one, so the commands of this worker share a process, which ends with the worker: a process of
 * its own costs seven times as much.
 */
export async function bootstrap(team: string, email: string, agent: string): Promise<CreatedTeam> {
  runCommand ??= startCommands()
  return JSON.parse(await runCommand(['bootstrap', '--team', team, '--email', email, '--agent', agent, '--json']))
}

/** Starts a process that runs admin commands one after another. The returned function runs one, and returns the line that it prints. */
function startCommands(): (args: string[]) => Promise<string> {
  const child = spawn(process.execPath, ['e2e/admin-commands.mjs'], { env: environment() })
  child.stdin.on('error', () => {}) // that the process ended is reported with what it said
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const failure = failureOf(child)
  let last: Promise<unknown> = Promise.resolve()
  return (args) => {
    const printed = last.then(async () => {
      child.stdin.write(`${JSON.stringify(args)}\n`)
      const { value } = await Promise.race([lines.next(), failure])
      return value
    })
    last = printed.catch(() => {})
    return printed
  }
}

/** Rejects with what the process says when it ends. */
async function failureOf(child: ChildProcessWithoutNullStreams): Promise<never> {
  let said = ''
  child.stderr.on('data', (data) => (said += data))
  await once(child, 'close')
  throw new Error(`The process of admin commands ended: ${said}`)
}

import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { spawn as openTerminal } from '@lydell/node-pty'
import { afterAll } from 'vitest'
import type { Db } from '../db/schema'
import { testDatabase } from '../db/testing'
import { bundle } from '../lib/server/bundle'
import { freePort } from '../lib/server/testing-port'
import { aKey, aTeam, TEST_SECRET } from '../lib/testing'
import type { JsonObject } from './json-file'

export const BIN = fileURLToPath(new URL('bin/memanto.mjs', import.meta.url))
const SERVED = /^(api\/v2\/.*|health|ready)\/route\.ts$/

/** What is undone at the end of the test file; hooks that are made inside hooks never run. */
const undoings: (() => unknown)[] = []
afterAll(async () => {
  for (const undo of undoings.reverse()) await undo()
})

type Env = Record<string, string | undefined>

interface World {
  db: Db
  teamId: string
  url: string
  key: string
  server: ChildProcess
}

/** A database, a team with a key, and the real server as a process of its own; ended with the test file. */
export async function openWorld(): Promise<World> {
  const { db, url: database } = await testDatabase()
  const teamId = await aTeam(db)
  const key = await aKey(db, teamId)
  const port = await freePort()
  const server = await startServer({ DATABASE_URL: database, MEMANTO_SECRET: TEST_SECRET, PORT: String(port) })
  return { db, teamId, url: `http://127.0.0.1:${port}`, key, server }
}

async function startServer(env: Env): Promise<ChildProcess> {
  const file = `.next/cache/memanto/cli-test-${randomBytes(4).toString('hex')}.mjs`
  await bundle(serverEntry(), file)
  const child = spawn(process.execPath, [file], {
    env: { ...cleanEnv(), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  undoings.push(async () => {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGTERM')) await once(child, 'exit')
    for (const end of ['', '.map']) rmSync(file + end, { force: true })
  })
  while ((await fetch(`http://127.0.0.1:${env.PORT}/ready`).catch(() => undefined))?.status !== 200) {
    if (child.exitCode !== null) throw new Error('The server ended before it was ready.')
    await pause(50)
  }
  return child
}

/** The server with every route of the API, and without pages. */
function serverEntry(): string {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => SERVED.test(file))
  return `
${files.map((file, at) => `import * as route${at} from ${JSON.stringify(`./app/${file}`)}`).join('\n')}
import { start } from './lib/server/start'
const routes = { ${files.map((file, at) => `${JSON.stringify(`/${dirname(file)}`)}: route${at}`).join(', ')} }
await start(routes, async () => (_request, response) => response.end())`
}

/** The environment of a machine on which nothing of ours is set. */
function cleanEnv(): NodeJS.ProcessEnv {
  const ours = /^(MEMANTO_.*|MOORCHEH_.*|DATABASE_.*|PORT|HOST|LOG_LEVEL|NO_COLOR|FORCE_COLOR|TZ|VITEST.*|NODE_OPTIONS|NODE_ENV)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name))) as NodeJS.ProcessEnv
}

/** A folder for one home; gone at the end of the test file. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-cli-'))
  undoings.push(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Ended {
  exitCode: number | null
  stdout: string
  stderr: string
}

export interface Person {
  home: string
  env: NodeJS.ProcessEnv
  /** Runs the command without a terminal. */
  memanto(args: string[], more?: { input?: string | Buffer; env?: Env }): Promise<Ended>
  /** The same, which must succeed, with `--json`. */
  json<Body = JsonObject>(...args: string[]): Promise<Body>
  /** Runs it in a pseudo-terminal; `answers` are typed when their question stands there. */
  inTerminal(args: string[], more?: { columns?: number; env?: Env; answers?: [question: string, typed: string][] }): Promise<Shown>
  config(): JsonObject
}

interface Shown {
  exitCode: number
  /** With escape codes. */
  raw: string
  lines: string[]
}

/** Somebody with a home of their own; with `key` and `url` signed in by the environment. */
export function aPerson({ url, key }: { url?: string; key?: string } = {}): Person {
  const home = join(aFolder(), 'home')
  const env = { ...cleanEnv(), HOME: dirname(home), MEMANTO_HOME: home, MEMANTO_URL: url, MEMANTO_API_KEY: key, TERM: 'xterm-256color' }
  const person: Person = {
    home,
    env,
    memanto: (args, { input, env: more } = {}) => run(args, { ...env, ...more }, input),
    json: async <Body>(...args: string[]) => {
      const { exitCode, stdout, stderr } = await person.memanto([...args, '--json'])
      if (exitCode !== 0) throw new Error(`memanto ${args.join(' ')} ended with ${exitCode}: ${stderr}`)
      return JSON.parse(stdout) as Body
    },
    inTerminal: (args, { columns = 120, env: more, answers = [] } = {}) => show(args, { ...env, ...more }, columns, answers),
    config: () => JSON.parse(readFileSync(join(home, 'config.json'), 'utf8')),
  }
  return person
}

/** Which command to run, by which Node, as whom. */
interface Program {
  node?: string
  bin?: string
  uid?: number
  gid?: number
}

export async function run(args: string[], env: Env, input: string | Buffer = '', program: Program = {}): Promise<Ended> {
  const { node = process.execPath, bin = BIN, ...who } = program
  const child = spawn(node, [bin, ...args], { env: env as NodeJS.ProcessEnv, stdio: 'pipe', ...who })
  const heard = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (data) => (heard[stream] += data))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [exitCode] = await once(child, 'close')
  return { exitCode, ...heard }
}

async function show(args: string[], env: Env, cols: number, answers: [string, string][]): Promise<Shown> {
  const terminal = openTerminal(process.execPath, [BIN, ...args], { cols, rows: 40, env: withoutUndefined(env) })
  const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)))
  const waiting = [...answers]
  let raw = ''
  terminal.onData((data) => {
    raw += data
    const [question, typed] = waiting[0] ?? []
    if (question === undefined || !raw.includes(question)) return
    waiting.shift()
    terminal.write(typed ?? '')
  })
  const exitCode = await ended
  return { exitCode, raw, lines: stripVTControlCharacters(raw).split(/\r?\n/) }
}

const withoutUndefined = (env: Env) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))

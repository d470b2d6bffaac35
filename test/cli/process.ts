import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { spawn as openTerminal } from '@lydell/node-pty'
import { atEnd } from '../at-end'

/** The `memanto` command. */
export const BIN = fileURLToPath(new URL('../../cli/bin/memanto.mjs', import.meta.url))

export type Env = Record<string, string | undefined>

const OUR_VARIABLES = /^(MEMANTO_.*|MOORCHEH_.*|DATABASE_.*|PORT|HOST|LOG_LEVEL|NO_COLOR|FORCE_COLOR|TZ|VITEST.*|NODE_OPTIONS|NODE_ENV)$/

/** Returns the environment without variables that our programs read. */
export function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUR_VARIABLES.test(name))) as NodeJS.ProcessEnv
}

/** Creates a folder that is deleted at the end of the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-cli-'))
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface ProcessResult {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** Which command to run, with which Node, as which user. */
interface Program {
  node?: string
  bin?: string
  uid?: number
  gid?: number
}

/** Runs the command without a terminal. */
export async function runCommand(args: string[], env: Env, input: string | Buffer = '', program: Program = {}): Promise<ProcessResult> {
  const { node = process.execPath, bin = BIN, ...user } = program
  const child = spawn(node, [bin, ...args], { env: env as NodeJS.ProcessEnv, stdio: 'pipe', ...user })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name].setEncoding('utf8').on('data', (data) => (output[name] += data))
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [exitCode] = await once(child, 'close')
  return { exitCode, ...output }
}

export interface TerminalResult {
  exitCode: number
  /** With escape sequences. */
  raw: string
  /** Without escape sequences. */
  lines: string[]
}

/** Runs the command in a pseudo-terminal, and types each answer when its question appears. */
export async function runInTerminal(args: string[], env: Env, columns: number, answers: [string, string][]): Promise<TerminalResult> {
  const terminal = openTerminal(process.execPath, [BIN, ...args], { cols: columns, rows: 40, env: withoutUndefined(env) })
  const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)))
  const waiting = [...answers]
  let raw = ''
  terminal.onData((data) => {
    raw += data
    const [question, answer] = waiting[0] ?? []
    if (question === undefined || !raw.includes(question)) return
    waiting.shift()
    terminal.write(answer ?? '')
  })
  const exitCode = await ended
  return { exitCode, raw, lines: stripVTControlCharacters(raw).split(/\r?\n/) }
}

const withoutUndefined = (env: Env) =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))

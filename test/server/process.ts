import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, inject, type ProvidedContext } from 'vitest'
import { atEnd } from '../at-end'
import { freePort } from '../free-port'

type Env = Record<string, string | undefined>

export interface ServerProcess {
  child: ChildProcess
  url: string
  /** Returns what it has printed so far. */
  said(): { stdout: string; stderr: string }
  /** Waits until it ends. Returns its exit code. */
  ended(): Promise<number | null>
}

const children = new Set<ChildProcess>()
const settingsOfOurs =
  /^(MEMANTO_.*|DATABASE_.*|PORT|HOST|PUBLIC_URL|TRUST_PROXY|CORS_ORIGINS|LOG_LEVEL|METRICS_TOKEN|NEXTAUTH_.*|RATE_LIMIT_.*|NODE_ENV|VITEST.*)$/

/** The environment of the test without settings of the product. */
export function cleanEnvironment(): Env {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !settingsOfOurs.test(name)))
}

type Program = keyof ProvidedContext['programs']

/** The path of a program's bundle. */
export const bundled = (program: Program) => inject('programs')[program]

/** Runs one of these programs as its own process, with these settings and no others. It is stopped at the end of the test file. */
export function run(program: Program, args: string[], env: Env): ServerProcess {
  const child = spawn(process.execPath, [bundled(program), ...args], {
    env: { ...cleanEnvironment(), ...env } as NodeJS.ProcessEnv,
    stdio: 'pipe',
  })
  children.add(child)
  const heard = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) child[stream].on('data', (data) => (heard[stream] += data))
  const exit = once(child, 'close')
  return { child, url: `http://127.0.0.1:${env.PORT}`, said: () => heard, ended: async () => (await exit)[0] }
}

/** Starts the test server on a free port, or on that of `env`. */
export async function startServer(env: Env, args: string[] = []): Promise<ServerProcess> {
  return run('test-server', args, { PORT: String(await freePort()), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...env })
}

/** Waits until a path answers with a status. */
export async function waitForStatus({ url, child, said }: ServerProcess, path: string, status: number): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url + path).catch(() => undefined)
    if (response?.status === status) return
    await pause(20)
  }
  throw new Error(`The server ended before ${path} answered ${status}:\n${said().stderr}${said().stdout}`)
}

export async function waitUntilReady(server: ServerProcess): Promise<ServerProcess> {
  await waitForStatus(server, '/ready', 200)
  return server
}

/** Returns the path of a new data folder that the user of the database can also reach. */
export function createDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-start-'))
  chmodSync(folder, 0o711)
  atEnd(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

afterAll(async () => {
  const left = [...children].filter((child) => child.exitCode === null && child.signalCode === null)
  for (const child of left) child.kill('SIGINT') // after SIGTERM, servers wait for load balancers
  await Promise.all(left.map((child) => once(child, 'close')))
})

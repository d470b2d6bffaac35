import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/free-port'
import type { OnCleanUp } from './clean-up'

export const randomSecret = () => randomBytes(48).toString('base64url')

export interface Running {
  origin: string
  pid: number
}

/** What runs us, and can run others: lib/server/run.mjs. */
const [, program = ''] = process.argv

const READY_WITHIN_MS = 300_000
const STOP_WITHIN_MS = 15_000

/** What a child may know of our environment; a setting of the product that happens to be there would change what is measured. */
const { PATH, HOME, TMPDIR } = process.env
const childEnvironment = { PATH, HOME, TMPDIR, NODE_ENV: 'production' } as const

/** We ask as fast as we can. */
const NO_RATE_LIMITS = { RATE_LIMIT_KEY: '0', RATE_LIMIT_TEAM: '0', RATE_LIMIT_ANONYMOUS: '0', RATE_LIMIT_FAILED_AUTH: '0' }

/** `npm start` as an operator runs it, on a port that is free; builds first where the build is not current. If it fails, the error contains its output. */
export async function startProduct(settings: Record<string, string>, onCleanUp: OnCleanUp): Promise<Running> {
  const port = await freePort()
  const env = { ...childEnvironment, ...NO_RATE_LIMITS, HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...settings }
  const child = spawn(process.execPath, [program, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => output.push(part))
  onCleanUp(async () => {
    await endChild(child)
    if (process.exitCode === 1) process.stderr.write(Buffer.concat(output))
  })
  const running = { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0 }
  await waitUntilReady(child, running.origin)
  return running
}

async function waitUntilReady(child: ChildProcess, origin: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline && !hasExited(child)) {
    const answer = await fetch(`${origin}/ready`).catch(() => undefined)
    if (answer?.ok) return
    await pause(50)
  }
  throw new Error('The server did not get ready. It said:')
}

/** A part of the bench in a process of its own, which ends with us at the latest. */
export function forkBenchProcess(
  part: string,
  order: object,
  onCleanUp: OnCleanUp,
  environment: Record<string, string> = {},
): { child: ChildProcess; stop: () => Promise<void> } {
  const child = fork(program, ['bench', part], {
    env: { ...childEnvironment, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  const stop = () => endChild(child)
  onCleanUp(stop)
  child.send(order)
  return { child, stop }
}

/** A server of the bench, to compare with; it tells its address once it listens, and ends with us at the latest. */
export async function startComparisonServer(part: string, order: object, onCleanUp: OnCleanUp): Promise<Running> {
  const { child } = forkBenchProcess(part, order, onCleanUp)
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`The ${part} server did not start; what it said stands above.`)))
  const [origin] = (await Promise.race([once(child, 'message'), failed])) as [string]
  failed.catch(() => {})
  return { origin, pid: child.pid ?? 0 }
}

/** Ends a child in order, or at once when that takes too long. */
async function endChild(child: ChildProcess): Promise<void> {
  if (hasExited(child)) return
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
  child.kill()
  await once(child, 'exit')
  clearTimeout(timer)
}

const hasExited = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null

/** Megabytes of memory that a process holds. */
export function residentMegabytes(pid: number): number {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
  return Math.round(kilobytes / 102.4) / 10
}

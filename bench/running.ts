import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface Running {
  origin: string
  pid: number
  stop(): Promise<void>
}

const READY_WITHIN_MS = 300_000
const STOP_WITHIN_MS = 15_000

/** What a child may know of our environment; a setting of the product that happens to be there would change what is measured. */
const environment = Object.fromEntries(['PATH', 'HOME', 'TMPDIR', 'LANG'].map((name) => [name, process.env[name]]))

/** `npm start` as an operator runs it, on a port that is free; builds first where the build is not current. */
export async function startProduct(settings: Record<string, string>): Promise<Running> {
  const [, program = ''] = process.argv
  const port = await freePort()
  const env = { ...environment, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'warn', ...settings }
  const child = spawn(process.execPath, [program, 'start'], { env, stdio: ['ignore', 2, 2] })
  const running = { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: stopping(child) }
  await ready(child, running.origin)
  return running
}

async function ready(child: ChildProcess, origin: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${origin}/ready`).catch(() => undefined)
    if (answer?.ok) return
    await pause(50)
  }
  throw new Error('The server did not get ready; what it said stands above.')
}

/** Ends a child in order, or at once when that takes too long. */
export function stopping(child: ChildProcess): () => Promise<void> {
  const exit = once(child, 'exit')
  return async () => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    child.kill()
    await exit
    clearTimeout(timer)
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

/** Megabytes of memory that a process holds. */
export function residentMegabytes(pid: number): number {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }))
  return Math.round(kilobytes / 102.4) / 10
}

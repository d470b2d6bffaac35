import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { queryDatabase } from './database'
import { NO_RATE_LIMITS } from './no-rate-limits'

/** A server that only one test file uses. */
export interface SeparateServer {
  address: string
  /** The setup link that it printed. */
  setupLink: string
  /** Returns what it has printed so far, its log included. */
  output: () => string
  /** Runs SQL in its database. */
  query: (sql: string) => Promise<unknown>
  stop: () => Promise<void>
}

/**
 * Starts a server on a free port, with an empty database of its own, for tests that the shared server cannot serve: `start` is the built product, `dev` the
 * server for development.
 */
export async function startSeparateServer(
  settings: Record<string, string> = {},
  command: 'start' | 'dev' = 'start',
): Promise<SeparateServer> {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-separate-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach it
  const env = { ...process.env, ...NO_RATE_LIMITS, PORT: '0', MEMANTO_DATA_DIR: folder, LOG_LEVEL: 'info', ...settings }
  const child = spawn(process.execPath, ['lib/server/run.mjs', command], { cwd: fileURLToPath(new URL('..', import.meta.url)), env })
  const { setupLink, output } = await waitForSetupLink(child)
  const stop = async () => {
    child.kill('SIGINT')
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  return { address: new URL(setupLink).origin, setupLink, output, query: (sql) => queryDatabase(folder, sql), stop }
}

function waitForSetupLink(child: ChildProcess): Promise<Pick<SeparateServer, 'setupLink' | 'output'>> {
  let printed = ''
  return new Promise((resolve, reject) => {
    const onData = (data: Buffer) => {
      printed += data
      const [setupLink] = /http\S+\/setup\?token=\S+/.exec(printed) ?? []
      if (setupLink) resolve({ setupLink, output: () => printed })
    }
    child.stdout?.on('data', onData)
    child.stderr?.on('data', onData)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${printed}`)))
  })
}

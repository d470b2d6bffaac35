import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { NO_RATE_LIMITS } from './no-rate-limits'

export interface OwnServer {
  address: string
  /** The first-start link that it printed. */
  link: string
  /** What it has printed so far, its log too. */
  said: () => string
  /** Asks its database, as whoever runs it could. */
  ask: (sql: string) => Promise<unknown>
  stop: () => Promise<void>
}

/** The built product a second time, next to the one of the other tests, with an empty database of its own. */
export async function startOwnServer(settings: Record<string, string> = {}): Promise<OwnServer> {
  const folder = mkdtempSync(join(tmpdir(), 'memanto-own-'))
  chmodSync(folder, 0o755) // as root, the database's own user must reach it
  const env = { ...process.env, ...NO_RATE_LIMITS, PORT: '0', MEMANTO_DATA_DIR: folder, LOG_LEVEL: 'info', ...settings }
  const child = spawn(process.execPath, ['lib/server/run.mjs', 'start'], { cwd: fileURLToPath(new URL('..', import.meta.url)), env })
  const { link, said } = await firstLink(child)
  const stop = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
  return { address: new URL(link).origin, link, said, ask: (sql) => askDatabase(join(folder, 'postgres'), sql), stop }
}

function firstLink(child: ChildProcess): Promise<{ link: string; said: () => string }> {
  let heard = ''
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      heard += data
      const [link] = /http\S+\/setup\?token=\S+/.exec(heard) ?? []
      if (link) resolve({ link, said: () => heard })
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${heard}`)))
  })
}

/** Its socket and its password are in its folder. */
async function askDatabase(cluster: string, sql: string): Promise<unknown> {
  const password = readFileSync(join(cluster, 'memanto.password'), 'utf8')
  const client = new pg.Client({ host: cluster, user: 'memanto', database: 'memanto', password })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

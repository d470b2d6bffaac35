import { randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'
import { type Connection, connect } from '../db/client'
import type { Db } from '../db/schema'
import { readSettings, type Settings } from './env'

/** The settings of a running process, with the URL of its database and its secret, which may come from the data folder. */
export type RunningSettings = Settings & { DATABASE_URL: string; MEMANTO_SECRET: string }

const STORE = Symbol.for('memanto')
const holder = globalThis as { [STORE]?: Record<string, unknown> }
holder[STORE] ??= {}
const store = holder[STORE]

/** Returns the value of a name in this process, and creates it on the first call. Next loads modules once for pages and once for route handlers, so variables of modules would exist twice. */
export function singleton<T>(name: string, create: () => T): T {
  if (!(name in store)) store[name] = create()
  return store[name] as T
}

/** Sets the settings of this process. Our own server calls this; without it, `settings` reads them from the environment. */
export function setSettings(settings: RunningSettings): void {
  singleton('settings', () => settings)
}

/** Returns the settings of this process. @throws when DATABASE_URL or MEMANTO_SECRET is missing and no server has set them */
export function settings(): RunningSettings {
  return singleton('settings', () => {
    const read = readSettings(process.env)
    const { DATABASE_URL, MEMANTO_SECRET } = read
    if (!DATABASE_URL || !MEMANTO_SECRET)
      throw new Error('DATABASE_URL and MEMANTO_SECRET must be set if Memanto runs without its own server (npm start).')
    return { ...read, DATABASE_URL, MEMANTO_SECRET }
  })
}

const WAIT_MS = 5_000

/** Returns the database connections of this process. */
export function connection(): Connection {
  return singleton('connection', () =>
    connect({
      url: settings().DATABASE_URL,
      poolSize: settings().DATABASE_POOL_SIZE,
      prepared: settings().DATABASE_PREPARED,
      waitMs: WAIT_MS,
    }),
  )
}

/** Returns the database of this process. */
export function db(): Db {
  return connection().db
}

/** Returns the log of this process. */
export function log(): Logger {
  return singleton('log', () => createLog(settings().LOG_LEVEL))
}

/** Sets the log level for our own server, which logs before its settings are complete. */
export function setLogLevel(level: string): void {
  singleton('log', () => createLog(level))
}

function createLog(level: string): Logger {
  const output = pino.destination(1)
  output.on('error', () => {}) // writing to a terminal that was closed fails
  return pino({ level, base: null }, output)
}

/** Returns a random text with which our own server proves, within this process, that it wrote a request header. */
export function peerProof(): string {
  return singleton('peerProof', () => randomBytes(16).toString('hex'))
}

/** Returns whether our own server is starting or stopping. `/ready` responds 503 while it is. */
export function lifecycle(): { starting: boolean; stopping: boolean } {
  return singleton('lifecycle', () => ({ starting: false, stopping: false }))
}

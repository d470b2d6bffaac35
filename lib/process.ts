import { randomBytes } from 'node:crypto'
import pino, { type Logger } from 'pino'
import { type Connection, connect } from '../db/client'
import type { Db } from '../db/schema'
import { readSettings, type Settings } from './env'

/** What a running process knows: its settings, with the database and the secret that were found or made at start. */
export type RunningSettings = Settings & { DATABASE_URL: string; MEMANTO_SECRET: string }

const STORE = Symbol.for('memanto')
type Store = Record<string, unknown>

/** Makes a thing once per process. Next gives every page and route handler its own copy of a module, so module variables are not enough. */
export function singleton<T>(name: string, create: () => T): T {
  const holder = globalThis as { [STORE]?: Store }
  holder[STORE] ??= {}
  const store = holder[STORE]
  if (!(name in store)) store[name] = create()
  return store[name] as T
}

/** Our own server hands over what it found; other Next hosts read it from the environment. */
export function setSettings(settings: RunningSettings): void {
  singleton('settings', () => settings)
}

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

export function db(): Db {
  return connection().db
}

export function log(): Logger {
  return singleton('log', () => createLog(settings().LOG_LEVEL))
}

/** For our own server, which logs before its database and its secret are found. */
export function setLogLevel(level: string): void {
  singleton('log', () => createLog(level))
}

function createLog(level: string): Logger {
  const output = pino.destination(1)
  output.on('error', () => {}) // a terminal that was closed takes no more lines
  return pino({ level, base: null }, output)
}

/** Proves to a handler that the client address in a request was set by our own server, in this process. */
export function peerProof(): string {
  return singleton('peerProof', () => randomBytes(16).toString('hex'))
}

/** `starting` until our own server found its database, `stopping` from the first sign of shutdown on: `/ready` says 503 then. */
export function lifecycle(): { starting: boolean; stopping: boolean } {
  return singleton('lifecycle', () => ({ starting: false, stopping: false }))
}

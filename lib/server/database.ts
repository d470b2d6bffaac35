import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../db/client'
import { type DatabaseAddress, readDatabaseUrl, withSchema } from '../../db/connection-url'
import { startEmbedded } from '../../db/embedded'
import { codeOf } from '../../db/error-code'
import { type DatabaseInfo, readDatabaseInfo } from '../../db/health'
import { prepareSchema } from '../../db/installation-schema'
import { migrate } from '../../db/migrate'
import type { Db } from '../../db/schema'
import { JOB_TIMEOUTS } from '../../db/timeouts'
import type { Settings } from '../env'
import { asAppError } from '../http/problem'
import { connection, lifecycle, type RunningSettings, setSettings } from '../process'
import { explainDatabaseError } from './database-error'
import { describeTooManyConnections, describeUnmetRequirement, describeWrongSchema } from './database-requirements'
import { readOrCreateSecret } from './secret'

/** The database while this process uses it, and the settings with its URL and the secret. */
export interface OpenDatabase {
  settings: RunningSettings
  /** Where the data is, for messages: a folder, or a host and database without user and password. */
  place: string
  /** The data folder of the embedded database; undefined for another database. */
  dataDir?: string
  /** Stops using the embedded database, which stops when no other process uses it. Does nothing for another database. */
  close(): Promise<void>
}

const RETRY_MS = 1_000
const CONNECT_WITHIN_MS = 5_000

/** Opens the database that DATABASE_URL names, or the embedded one, whose data folder also stores the secret. Makes the complete settings available as `settings()`. */
export async function openDatabase(settings: Settings): Promise<OpenDatabase> {
  const opened = await locateDatabase(settings)
  setSettings(opened.settings)
  return opened
}

async function locateDatabase(settings: Settings): Promise<OpenDatabase> {
  const { DATABASE_URL, MEMANTO_SECRET } = settings
  if (DATABASE_URL && MEMANTO_SECRET)
    return { settings: { ...settings, DATABASE_URL, MEMANTO_SECRET }, place: readDatabaseUrl(DATABASE_URL).place, close: async () => {} }
  const { url, dataDir, stop } = await startEmbedded(settings.MEMANTO_DATA_DIR)
  try {
    const secret = MEMANTO_SECRET ?? readOrCreateSecret(dataDir)
    return { settings: { ...settings, DATABASE_URL: url, MEMANTO_SECRET: secret }, place: dataDir, dataDir, close: stop }
  } catch (error) {
    await stop() // the caller cannot: it gets no database to close
    throw error
  }
}

/** Updates the schema, and returns the names of the migrations that ran. @throws an error for the operator, with what to do */
export function migrateDatabase(settings: RunningSettings): Promise<string[]> {
  return onDirectConnection(settings, prepareAndMigrate)
}

/**
 * Returns the place of the database that is migrated, saved and restored: that of DATABASE_DIRECT_URL if it is set. It has the schema also where the search path
 * of the role, and not the URL, says which. @throws an error for the operator, with what to do
 */
export async function placeInUse({ settings, place, dataDir }: OpenDatabase): Promise<string> {
  const { url } = directUrl(settings)
  if (dataDir !== undefined && url === settings.DATABASE_URL) return place
  const named = readDatabaseUrl(url)
  if (named.schema !== undefined) return named.place
  const { schema } = await readDirectInfo(settings)
  return schema === null || schema === 'public' ? named.place : withSchema(named.place, schema)
}

/** Creates the schema that the URL names, without tables. @throws an error for the operator, with what to do */
export function prepareSchemaOf(settings: RunningSettings): Promise<void> {
  return onDirectConnection(settings, prepareIfSuitable)
}

/** Reads what is known of the database at the address for migrations. @throws an error for the operator where more is known, else that of the driver */
export const readDirectInfo = (settings: RunningSettings): Promise<DatabaseInfo> => onDirectConnection(settings, readDatabaseInfo)

/** Returns the URL for work that must not go through a pooler, and the name of its setting: DATABASE_DIRECT_URL if it is set, else DATABASE_URL. */
export function directUrl({ DATABASE_DIRECT_URL, DATABASE_URL }: RunningSettings): { url: string; setting: string } {
  return DATABASE_DIRECT_URL ? { url: DATABASE_DIRECT_URL, setting: 'DATABASE_DIRECT_URL' } : { url: DATABASE_URL, setting: 'DATABASE_URL' }
}

async function onDirectConnection<T>(
  settings: RunningSettings,
  work: (db: Db, address: DatabaseAddress, setting: string) => Promise<T>,
): Promise<T> {
  const { url, setting } = directUrl(settings)
  const { db } = connect({ url, poolSize: 2, prepared: false, waitMs: CONNECT_WITHIN_MS, timeouts: JOB_TIMEOUTS })
  try {
    return await work(db, readDatabaseUrl(url), setting)
  } catch (error) {
    throw explainDatabaseError(error, url, setting)
  } finally {
    await db.destroy()
  }
}

async function prepareAndMigrate(db: Db, address: DatabaseAddress, setting: string): Promise<string[]> {
  await prepareIfSuitable(db, address, setting)
  return migrate(db)
}

/** Checks the database and creates the schema that its URL names. @throws an error for the operator when Memanto cannot use the database */
async function prepareIfSuitable(db: Db, address: DatabaseAddress, setting: string): Promise<void> {
  throwIfDefined(describeUnmetRequirement(await readDatabaseInfo(db), address))
  if (address.schema !== undefined) await prepareSchema(db, address.schema)
  throwIfDefined(describeWrongSchema(await readDatabaseInfo(db), address, setting))
}

/** Checks the connections that requests use, which may go through a pooler. */
async function checkRequestConnections({ DATABASE_URL, DATABASE_POOL_SIZE }: RunningSettings): Promise<void> {
  try {
    const info = await readDatabaseInfo(connection().db)
    throwIfDefined(describeWrongSchema(info, readDatabaseUrl(DATABASE_URL), 'DATABASE_URL'))
    const warning = describeTooManyConnections(info, DATABASE_POOL_SIZE)
    if (warning) console.error(warning)
  } catch (error) {
    throw explainDatabaseError(error, DATABASE_URL, 'DATABASE_URL')
  }
}

function throwIfDefined(reason: string | undefined): void {
  if (reason !== undefined) throw new Error(reason)
}

/** Migrates the database and then reads from it, and waits while it cannot be reached. Returns undefined when the server is stopped before. @throws when either fails for another reason */
export async function migrateWhenReachable<T>({ settings, place }: OpenDatabase, read: () => Promise<T>): Promise<T | undefined> {
  for (let tries = 0; !lifecycle().stopping; tries++) {
    const outcome = await tryToMigrate(settings, read)
    if ('value' in outcome) return outcome.value
    if (tries === 0) console.error(`Waiting for the database at ${place}: ${outcome.reason}. /ready returns 503 until then.`)
    await pause(RETRY_MS)
  }
  return undefined
}

/** Tries once to migrate and read. Returns what was read, or why the database cannot be reached. */
async function tryToMigrate<T>(settings: RunningSettings, read: () => Promise<T>): Promise<{ value: T } | { reason: string }> {
  try {
    await migrateDatabase(settings)
    await checkRequestConnections(settings)
    return { value: await read() }
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error
    const { code } = asAppError(cause)
    if (code !== 'database_unavailable' && code !== 'overloaded') throw error
    return { reason: codeOf(cause) ?? 'no answer' }
  }
}

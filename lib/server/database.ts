import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '../../db/client'
import { type DatabaseAddress, readDatabaseUrl } from '../../db/connection-url'
import { startEmbedded } from '../../db/embedded'
import { readDatabaseInfo } from '../../db/health'
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

export interface OpenDatabase {
  settings: RunningSettings
  /** Where the data is, for people: a folder, or a host without user and password. */
  place: string
  /** The folder of the embedded database. */
  dataDir?: string
  /** Leaves the embedded database, which stops when no other process of ours uses it. */
  close(): Promise<void>
}

const RETRY_MS = 1_000
const CONNECT_WITHIN_MS = 5_000

/** The database that DATABASE_URL names, or our own one in the data folder, which also keeps the secret. From here on the process knows its settings. */
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
    await stop() // nobody else will: the database was not opened
    throw error
  }
}

/** Brings the schema up to date; gives the names of the migrations that ran. @throws a sentence where the operator must do something. */
export function migrateDatabase(settings: RunningSettings): Promise<string[]> {
  return onDirectConnection(settings, prepareAndMigrate)
}

/** Makes the schema that the address names, without any table. @throws a sentence where the operator must do something. */
export function prepareSchemaOf(settings: RunningSettings): Promise<void> {
  return onDirectConnection(settings, prepareIfSuitable)
}

async function onDirectConnection<T>(
  { DATABASE_DIRECT_URL, DATABASE_URL }: RunningSettings,
  work: (db: Db, address: DatabaseAddress) => Promise<T>,
): Promise<T> {
  const setting = DATABASE_DIRECT_URL ? 'DATABASE_DIRECT_URL' : 'DATABASE_URL'
  const url = DATABASE_DIRECT_URL ?? DATABASE_URL
  const { db } = connect({ url, poolSize: 2, prepared: false, waitMs: CONNECT_WITHIN_MS, timeouts: JOB_TIMEOUTS })
  try {
    return await work(db, readDatabaseUrl(url))
  } catch (error) {
    throw explainDatabaseError(error, url, setting)
  } finally {
    await db.destroy()
  }
}

async function prepareAndMigrate(db: Db, address: DatabaseAddress): Promise<string[]> {
  await prepareIfSuitable(db, address)
  return migrate(db)
}

/** @throws a sentence when the database is not one that Memanto can use */
async function prepareIfSuitable(db: Db, address: DatabaseAddress): Promise<void> {
  throwIfDefined(describeUnmetRequirement(await readDatabaseInfo(db), address))
  if (address.schema !== undefined) await prepareSchema(db, address.schema)
  throwIfDefined(describeWrongSchema(await readDatabaseInfo(db), address))
}

/** Looks at the connections that requests will use, which may lead through a pooler. */
async function checkRequestConnections({ DATABASE_URL, DATABASE_POOL_SIZE }: RunningSettings): Promise<void> {
  try {
    const info = await readDatabaseInfo(connection().db)
    throwIfDefined(describeWrongSchema(info, readDatabaseUrl(DATABASE_URL)))
    const warning = describeTooManyConnections(info, DATABASE_POOL_SIZE)
    if (warning) console.error(warning)
  } catch (error) {
    throw explainDatabaseError(error, DATABASE_URL, 'DATABASE_URL')
  }
}

function throwIfDefined(reason: string | undefined): void {
  if (reason !== undefined) throw new Error(reason)
}

/** Migrates, waiting for a database that is not there yet; any other failure is final. */
export async function migrateWhenReachable({ settings, place }: OpenDatabase): Promise<void> {
  for (let tries = 0; !lifecycle().stopping; tries++) {
    const reason = await tryToMigrate(settings)
    if (reason === undefined) return
    if (tries === 0) console.error(`Waiting for the database at ${place}: ${reason}. /ready returns 503 until then.`)
    await pause(RETRY_MS)
  }
}

/** Why the database cannot be reached; undefined once it is migrated. */
async function tryToMigrate(settings: RunningSettings): Promise<string | undefined> {
  try {
    await migrateDatabase(settings)
    await checkRequestConnections(settings)
    return undefined
  } catch (error) {
    const cause = error instanceof Error && error.cause ? error.cause : error
    const { code } = asAppError(cause)
    if (code !== 'database_unavailable' && code !== 'overloaded') throw error
    return String((cause as { code?: unknown }).code ?? 'no answer')
  }
}

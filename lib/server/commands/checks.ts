import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DatabaseFacts, readDatabaseFacts } from '../../../db/health'
import { isMigrated } from '../../../db/migrate'
import { asFailure } from '../../http/problem'
import { db } from '../../process'
import type { OpenDatabase } from '../database'
import { SECRET_FILE } from '../secret'

/** One thing that was looked at. */
export interface Finding {
  check: string
  ok: boolean
  detail: string
}

const OLDEST_POSTGRES = 14
const ROOM_NEEDED_MB = 512
const SKEW_MS = 5_000

export async function checkDatabase(): Promise<Finding[]> {
  try {
    const asked = Date.now()
    const facts = await readDatabaseFacts(db())
    const skewMs = facts.now.getTime() - (asked + Date.now()) / 2
    return [checkVersion(facts), checkExtensions(facts), await checkMigrations(), checkClock(skewMs)]
  } catch (error) {
    const { cause, message } = asFailure(error)
    const { code } = (cause ?? {}) as { code?: string }
    return [
      { check: 'database', ok: false, detail: `${message.replace(/ Try again.*/, '')}${code ? ` (${code})` : ''} Check DATABASE_URL.` },
    ]
  }
}

function checkVersion({ version, versionName }: DatabaseFacts): Finding {
  const ok = Math.floor(version / 10_000) >= OLDEST_POSTGRES
  return { check: 'database', ok, detail: `PostgreSQL ${versionName}${ok ? '' : `: version ${OLDEST_POSTGRES} or newer is required`}` }
}

function checkExtensions({ missingExtensions }: DatabaseFacts): Finding {
  const ok = missingExtensions.length === 0
  return {
    check: 'extensions',
    ok,
    detail: ok
      ? 'btree_gin and pg_trgm are available'
      : `${missingExtensions.join(', ')} missing: install postgresql-contrib on the database server`,
  }
}

async function checkMigrations(): Promise<Finding> {
  const ok = await isMigrated(db())
  return {
    check: 'migrations',
    ok,
    detail: ok ? 'the schema is up to date' : 'some have not run: run npm start or npm run -s admin -- migrate',
  }
}

function checkClock(skewMs: number): Finding {
  const seconds = (Math.abs(skewMs) / 1000).toFixed(1)
  const ok = Math.abs(skewMs) < SKEW_MS
  return {
    check: 'clock',
    ok,
    detail: ok ? `within ${seconds} s of the database's` : `${seconds} s off the database's: run NTP on both machines`,
  }
}

/** Weak ones were refused when the settings were read. */
export function checkSecret({ settings, dataDir }: OpenDatabase): Finding {
  const bytes = Buffer.byteLength(settings.MEMANTO_SECRET)
  const path = dataDir && join(dataDir, SECRET_FILE)
  const isGenerated = path !== undefined && !process.env.MEMANTO_SECRET
  const ok = !isGenerated || (statSync(path).mode & 0o077) === 0
  if (!isGenerated) return { check: 'secret', ok, detail: `MEMANTO_SECRET, ${bytes} bytes` }
  return { check: 'secret', ok, detail: ok ? `${bytes} bytes in ${path}` : `others can read ${path}: run chmod 600 on it` }
}

/** Only the embedded database has a data folder of ours. */
export function checkDisk(dataDir: string | undefined): Finding[] {
  if (dataDir === undefined) return []
  const { bavail, bsize } = statfsSync(dataDir)
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20)
  const ok = megabytes >= ROOM_NEEDED_MB
  return [
    { check: 'disk', ok, detail: `${megabytes} MB free for ${dataDir}${ok ? '' : `: at least ${ROOM_NEEDED_MB} MB are recommended`}` },
    {
      check: 'data folder',
      ok: isWritable(dataDir),
      detail: isWritable(dataDir) ? `${dataDir} is writable` : `${dataDir} is not writable for this user`,
    },
  ]
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { OpenDatabase } from '../database'
import { SECRET_FILE } from '../secret'

/** One thing that was looked at. */
export interface Finding {
  check: string
  ok: boolean
  detail: string
}

const ROOM_NEEDED_MB = 512

/** Weak ones were refused when the settings were read. */
export function checkSecret({ settings, dataDir }: OpenDatabase): Finding {
  const bytes = Buffer.byteLength(settings.MEMANTO_SECRET)
  const path = dataDir && join(dataDir, SECRET_FILE)
  const isGenerated = path !== undefined && !process.env.MEMANTO_SECRET
  const ok = !isGenerated || (statSync(path).mode & 0o077) === 0
  if (!isGenerated) return { check: 'secret', ok, detail: `MEMANTO_SECRET, ${bytes} bytes` }
  return { check: 'secret', ok, detail: ok ? `${bytes} bytes in ${path}` : `others can read ${path}: chmod 600 it` }
}

/** Only the embedded database has a data folder of ours. */
export function checkDisk(dataDir: string | undefined): Finding[] {
  if (dataDir === undefined) return []
  const { bavail, bsize } = statfsSync(dataDir)
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20)
  const ok = megabytes >= ROOM_NEEDED_MB
  return [
    { check: 'disk', ok, detail: `${megabytes} MB free for ${dataDir}${ok ? '' : `: ${ROOM_NEEDED_MB} MB or more are wanted`}` },
    {
      check: 'data folder',
      ok: isWritable(dataDir),
      detail: isWritable(dataDir) ? `${dataDir} can be written` : `${dataDir} cannot be written by this user`,
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

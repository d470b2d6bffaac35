import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listSharedFolders } from '../../../db/shared-folders'
import { SECRETS } from '../../env'
import type { OpenDatabase } from '../database'
import { SECRET_FILE } from '../secret'

/** One thing that was looked at. */
export interface CheckResult {
  check: string
  ok: boolean
  detail: string
}

const MIN_FREE_MB = 512

/** Names the secrets in use with their lengths. Weak ones were refused when the settings, or the file in the data folder, were read. */
export function checkSecrets({ settings, dataDir }: OpenDatabase): CheckResult {
  const path = dataDir !== undefined && !process.env.MEMANTO_SECRET ? join(dataDir, SECRET_FILE) : undefined
  if (path !== undefined && (statSync(path).mode & 0o077) !== 0)
    return { check: 'secret', ok: false, detail: `others can read ${path}: run chmod 600 on it` }
  const lengths = SECRETS.flatMap((name) => {
    const value = settings[name]
    return value === undefined ? [] : [`${Buffer.byteLength(value)} bytes in ${name === 'MEMANTO_SECRET' && path ? path : name}`]
  })
  return { check: 'secret', ok: true, detail: lengths.join(', ') }
}

/** Only the embedded database has a data folder of ours. */
export function checkDisk(dataDir: string | undefined): CheckResult[] {
  if (dataDir === undefined) return []
  const { bavail, bsize } = statfsSync(dataDir)
  const megabytes = Math.floor((bavail * bsize) / 2 ** 20)
  const ok = megabytes >= MIN_FREE_MB
  return [
    { check: 'disk', ok, detail: `${megabytes} MB free for ${dataDir}${ok ? '' : `: at least ${MIN_FREE_MB} MB are recommended`}` },
    {
      check: 'data folder',
      ok: isWritable(dataDir),
      detail: isWritable(dataDir) ? `${dataDir} is writable` : `${dataDir} is not writable for this user`,
    },
  ]
}

/** What root's installations left in /var/lib/memanto when their checkouts were removed. No fault of this installation. */
export function listAbandonedData(): CheckResult[] {
  return listSharedFolders()
    .filter(({ isAbandoned }) => isAbandoned)
    .map(({ path, requestedDir }) => ({
      check: 'left over',
      ok: true,
      detail: `${path} contains the data of ${requestedDir}, whose checkout is gone: delete it if nobody needs the data`,
    }))
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

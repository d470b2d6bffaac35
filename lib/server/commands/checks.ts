import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { listSharedFolders } from '../../../db/shared-folders'
import { SECRETS } from '../../env'
import type { OpenDatabase } from '../database'
import { SECRET_FILE } from '../secret'

/** The result of one check. */
export interface CheckResult {
  check: string
  ok: boolean
  detail: string
}

const MIN_FREE_MB = 512

/** Lists the secrets in use with their lengths. Weak ones were rejected when the settings, or the file in the data folder, were read. */
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

/** Checks the free space and the permissions of the data folder, which only the embedded database has. */
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

/** Lists data in /var/lib/memanto whose checkouts were removed. This is not an error of this installation. */
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

import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../../db/error-code'
import { describeWeakness } from '../env'

/** Name of the file with the secret in the data folder. */
export const SECRET_FILE = 'secret'
const BYTES = 48

/** Returns the secret in a data folder, and creates it when there is none. Only this user can read its file. Processes that call this at once get the same secret. */
export function readOrCreateSecret(dataDir: string): string {
  const path = join(dataDir, SECRET_FILE)
  const secret = readOrCreate(path)
  const weakness = describeWeakness(secret)
  if (weakness === undefined) return secret
  throw new Error(
    `The secret in ${path}, which signs session tokens, ${weakness}. Restore the file from a backup, or remove it: a new one is created, and all session tokens become invalid.`,
  )
}

function readOrCreate(path: string): string {
  try {
    if (!existsSync(path)) createSecret(path)
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new Error(
      `The secret that signs session tokens is stored in ${path}, which this user cannot read or write (${codeOf(error)}). Grant access to it, or set MEMANTO_SECRET.`,
      { cause: error },
    )
  }
}

/** Writes the secret under a temporary name and links it, so that the file is complete as soon as it exists. When another process was faster, its file is kept. */
function createSecret(path: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporary, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(temporary, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeWeakness } from '../env'

export const SECRET_FILE = 'secret'
const BYTES = 48

/** The secret that a data folder keeps: made once, readable by us alone, the same for all who ask at once. */
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
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      `The secret that signs session tokens is stored in ${path}, which this user cannot read or write (${code}). Grant access to it, or set MEMANTO_SECRET.`,
      { cause: error },
    )
  }
}

/** Written whole under another name first: a link appears at once or, when another process was faster, not at all. */
function createSecret(path: string): void {
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(temporary, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(temporary, { force: true })
  }
}

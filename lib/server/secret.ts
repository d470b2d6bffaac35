import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const SECRET_FILE = 'secret'
const BYTES = 48

/** The secret that a data folder keeps: made once, readable by us alone, the same for all who ask at once. */
export function readOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, SECRET_FILE)
  if (!existsSync(path)) makeSecret(path)
  const secret = readFileSync(path, 'utf8').trim()
  if (Buffer.byteLength(secret) >= 32) return secret
  throw new Error(
    `The secret in ${path}, which signs session tokens, is too short. Restore it from a backup, or remove it: all session tokens then become invalid.`,
  )
}

/** Written whole under another name first: a link appears at once or, when another process was faster, not at all. */
function makeSecret(path: string): void {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(draft, `${randomBytes(BYTES).toString('base64url')}\n`, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname } from 'node:path'
import { decodeUnicode } from '../input/encoding'
import { isObject, type JsonObject } from '../json'

/** What reading a JSON file results in: its object, no file, something else than a JSON object, or an error of the file system. */
export type JsonRead =
  | { kind: 'object'; value: JsonObject }
  | { kind: 'absent' }
  | { kind: 'corrupt' }
  | { kind: 'unreadable'; error: NodeJS.ErrnoException }

/** Reads a JSON file in UTF-8 or UTF-16. */
export function readJsonFile(path: string): JsonRead {
  try {
    const value: unknown = JSON.parse(decodeUnicode(readFileSync(path)) ?? '')
    return isObject(value) ? { kind: 'object', value } : { kind: 'corrupt' }
  } catch (thrown) {
    if (!isFileError(thrown)) return { kind: 'corrupt' }
    return ['ENOENT', 'ENOTDIR'].includes(thrown.code ?? '') ? { kind: 'absent' } : { kind: 'unreadable', error: thrown }
  }
}

/** Writes an object as indented JSON, as `writeTextFile` does. */
export function writeJsonFile(path: string, value: JsonObject): void {
  writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

/**
 * Replaces a file completely or not at all. It is on the disk when this returns, and only its owner can read it. A symbolic link stays one.
 * Why no library: docs/decisions/0021-cli-libraries.md.
 */
export function writeTextFile(path: string, text: string): void {
  const target = realPathOf(path)
  const draft = `${target}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
  try {
    writeDurably(draft, text)
    renameSync(draft, target)
  } catch (thrown) {
    rmSync(draft, { force: true })
    throw thrown
  }
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Renames a file that cannot be parsed, so that nothing in it is lost. Returns its new name. */
export function renameCorrupt(path: string): string {
  const renamed = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`
  makePrivate(path)
  renameSync(path, renamed)
  return basename(renamed)
}

/** Removes other users' access to a file that we own. Returns whether they had any. */
export function makePrivate(path: string): boolean {
  try {
    const { mode, uid } = statSync(path)
    if ((mode & 0o077) === 0 || uid !== process.getuid?.()) return false
    chmodSync(path, 0o600)
    return true
  } catch {
    return false
  }
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** Returns whether an error comes from the file system. */
export const isFileError = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  thrown instanceof Error && typeof (thrown as NodeJS.ErrnoException).code === 'string'

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
import { unicodeText } from './encoding'

export type JsonObject = Record<string, unknown>

/** What a file holds: its object, nothing yet, something that is no JSON object, or an error of the file system. */
export type Read =
  | { kind: 'object'; value: JsonObject }
  | { kind: 'absent' }
  | { kind: 'corrupt' }
  | { kind: 'unreadable'; error: NodeJS.ErrnoException }

export function readJsonFile(path: string): Read {
  try {
    const value: unknown = JSON.parse(unicodeText(readFileSync(path)) ?? '')
    return isObject(value) ? { kind: 'object', value } : { kind: 'corrupt' }
  } catch (thrown) {
    if (!isFileError(thrown)) return { kind: 'corrupt' }
    return ['ENOENT', 'ENOTDIR'].includes(thrown.code ?? '') ? { kind: 'absent' } : { kind: 'unreadable', error: thrown }
  }
}

export function writeJsonFile(path: string, value: JsonObject): void {
  writeTextFile(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** Writes a file whole or not at all; it is on the disk when this returns, and readable by its owner only. A link stays a link. */
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

/** Keeps what cannot be read beside its place, and gives its new name. */
export function setAside(path: string): string {
  const aside = `${path}.corrupt-${new Date().toISOString().replaceAll(':', '-')}`
  makePrivate(path)
  renameSync(path, aside)
  return basename(aside)
}

/** Takes from others what they could read of a file of ours, and tells whether there was something to take. */
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

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

export const isFileError = (thrown: unknown): thrown is NodeJS.ErrnoException =>
  thrown instanceof Error && typeof (thrown as NodeJS.ErrnoException).code === 'string'

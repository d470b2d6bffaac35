import { closeSync, constants, copyFileSync, createWriteStream, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Snapshot } from '../../db/backup'
import { temporaryPathFor } from '../../db/temporary-paths'
import { encodeFrame } from './frames'
import type { BackupHeader } from './header'

interface WriteOptions {
  signal?: AbortSignal
  onRows?: (rows: number) => void
}

/** Refuses a place where no backup can be written, before any work is done. */
export function requireNewFile(path: string): void {
  if (existsSync(path)) throw new Error(`${path} already exists; a backup never overwrites a file. Choose another name, or remove it.`)
  if (!statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`The folder ${dirname(path)} does not exist. Create it, or choose another place.`)
}

/** Writes a snapshot to a file that only its owner may read, and that appears complete or not at all. Returns its size in bytes. */
export async function writeBackup(path: string, header: BackupHeader, snapshot: Snapshot, options: WriteOptions = {}): Promise<number> {
  requireNewFile(path)
  const temporary = temporaryPathFor(path)
  try {
    const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true })
    await pipeline(Readable.from(framesOf(header, snapshot, options)), createGzip(), file, { signal: options.signal })
    moveIntoPlace(temporary, path)
    return statSync(path).size
  } catch (error) {
    throw explainWriteError(error, path)
  } finally {
    rmSync(temporary, { force: true })
  }
}

async function* framesOf(header: BackupHeader, snapshot: Snapshot, { onRows = () => {} }: WriteOptions): AsyncGenerator<Buffer> {
  yield encodeFrame('H', header)
  for (const table of snapshot.tables) {
    let rows = 0
    for await (const data of snapshot.copyOut(table)) {
      const added = rowsIn(data)
      rows += added
      onRows(added)
      yield encodeFrame('D', data)
    }
    yield encodeFrame('T', { table: table.name, rows })
  }
  yield encodeFrame('Z', { sequences: await snapshot.readSequences() })
}

const LINE_END = 0x0a

/** COPY's text format gives each row a line; line ends within values are written as \n. */
function rowsIn(data: Buffer): number {
  let rows = 0
  for (let at = data.indexOf(LINE_END); at !== -1; at = data.indexOf(LINE_END, at + 1)) rows += 1
  return rows
}

/** A link never replaces a file that somebody else put there meanwhile. */
function moveIntoPlace(temporary: string, path: string): void {
  try {
    linkSync(temporary, path)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw error
    copyFileSync(temporary, path, constants.COPYFILE_EXCL) // a file system without links
  }
  syncFolder(dirname(path))
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } catch {
    // some file systems cannot; the file itself is on disk
  } finally {
    closeSync(handle)
  }
}

function explainWriteError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EEXIST') return new Error(`${path} was created by another program in the meantime. Choose another name.`, { cause: error })
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(`Not enough disk space for ${path}. Free some, or choose another disk.`, { cause: error })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Error(`${dirname(path)} is not writable (${code}). Choose a folder that this user can write to.`, { cause: error })
  return error
}

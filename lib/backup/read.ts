import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import type { SavedSequence, SavedTable } from '../../db/backup'
import { DamagedError, type Frame, type FrameKind, readFrames } from './frames'
import { BACKUP_END, type BackupHeader, parseHeader, parsePart, TABLE_END } from './header'

/** What is done with each part of a backup while it is read. */
export interface BackupVisitor {
  onHeader(header: BackupHeader): void
  /** Takes all the data of a table. */
  onTable(table: SavedTable, data: AsyncIterable<Buffer>): Promise<void>
  /** Called when the whole file has been read and is undamaged. */
  onEnd(sequences: SavedSequence[]): Promise<void>
}

interface ReadOptions {
  signal?: AbortSignal
  /** Called with the number of compressed bytes that were read. */
  onBytes?: (bytes: number) => void
}

/** Reads a complete backup without using it, and returns its header. @throws an error for the operator when it is damaged, incomplete or not a backup */
export async function checkBackup(path: string, options?: ReadOptions): Promise<BackupHeader> {
  let found: BackupHeader | undefined
  const onHeader = (header: BackupHeader) => {
    found = header
  }
  await readBackup(path, { onHeader, onTable: (_table, data) => discard(data), onEnd: async () => {} }, options)
  if (found === undefined) throw new Error(`${path} is not a Memanto backup.`)
  return found
}

async function discard(data: AsyncIterable<Buffer>): Promise<void> {
  for await (const _ of data);
}

/** Reads a backup from its beginning to its end. What the visitor throws is passed on. */
export async function readBackup(path: string, visitor: BackupVisitor, { signal, onBytes = () => {} }: ReadOptions = {}): Promise<void> {
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      onBytes(chunk.length)
      yield chunk
    }
  }
  try {
    await pipeline(createReadStream(path), counted, createGunzip(), (plain) => visit(readFrames(plain), visitor), { signal })
  } catch (error) {
    throw explainReadError(error, path)
  }
}

async function visit(frames: AsyncGenerator<Frame>, visitor: BackupVisitor): Promise<void> {
  const header = parseHeader(await nextFrameOfKind(frames, 'H'))
  visitor.onHeader(header)
  for (const table of header.tables) {
    const data = dataOf(frames, table)
    await visitor.onTable(table, data)
    if (!(await data.next()).done) throw new DamagedError(`the table ${table.name} was not read to its end`)
  }
  const { sequences } = parsePart(BACKUP_END, await nextFrameOfKind(frames, 'Z'))
  if (!(await frames.next()).done) throw new DamagedError('it has data after its end')
  await visitor.onEnd(sequences)
}

async function* dataOf(frames: AsyncGenerator<Frame>, { name, rows }: SavedTable): AsyncGenerator<Buffer> {
  for (let frame = await nextFrame(frames); ; frame = await nextFrame(frames)) {
    if (frame.kind === 'D') yield frame.payload
    else {
      const end = frame.kind === 'T' ? parsePart(TABLE_END, frame) : undefined
      if (end?.table !== name || end.rows !== rows) throw new DamagedError(`the table ${name} is incomplete`)
      return
    }
  }
}

async function nextFrame(frames: AsyncGenerator<Frame>): Promise<Frame> {
  const { done, value } = await frames.next()
  if (done) throw new DamagedError('it ends too early')
  return value
}

async function nextFrameOfKind(frames: AsyncGenerator<Frame>, kind: FrameKind): Promise<Frame> {
  const frame = await nextFrame(frames)
  if (frame.kind !== kind) throw new DamagedError('its sections are out of order')
  return frame
}

function explainReadError(error: unknown, path: string): unknown {
  const { code = '', path: failed, message } = error as NodeJS.ErrnoException
  if (error instanceof DamagedError || code.startsWith('Z_'))
    return new Error(
      message === 'incorrect header check'
        ? `${path} is not a Memanto backup.`
        : `${path} is damaged or incomplete (${message}). Nothing was restored; use another backup.`,
      { cause: error },
    )
  if (failed !== path && code !== 'EISDIR') return error
  if (code === 'ENOENT') return new Error(`${path} does not exist.`, { cause: error })
  return new Error(`${path} cannot be read (${code}).`, { cause: error })
}

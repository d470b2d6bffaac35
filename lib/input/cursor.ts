import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ListPosition } from '../../db/list-filters'
import { failField } from '../errors'
import { settings } from '../process'

const SIGNATURE_BYTES = 12

/** Writes the position of the last row shown as an opaque cursor, which is valid only for this list of this team. */
export function writeCursor(teamId: string, list: string, { time, id }: ListPosition): string {
  const body = Buffer.from(JSON.stringify([time.getTime(), id]))
  return Buffer.concat([sign(teamId, list, body), body]).toString('base64url')
}

/** Reads a cursor; undefined when there is none. @throws invalid_request when it was not written for this list of this team */
export function readCursor(teamId: string, list: string, cursor: string | undefined): ListPosition | undefined {
  if (cursor === undefined) return undefined
  const bytes = Buffer.from(cursor, 'base64url')
  const body = bytes.subarray(SIGNATURE_BYTES)
  if (body.length === 0 || !timingSafeEqual(bytes.subarray(0, SIGNATURE_BYTES), sign(teamId, list, body)))
    failField('cursor', 'is not a valid cursor for this list; omit it to start from the beginning')
  const [time, id] = JSON.parse(body.toString()) as [number, string]
  return { time: new Date(time), id }
}

function sign(teamId: string, list: string, body: Buffer): Buffer {
  return createHmac('sha256', settings().MEMANTO_SECRET)
    .update(`cursor\n${teamId}\n${list}\n`)
    .update(body)
    .digest()
    .subarray(0, SIGNATURE_BYTES)
}

/** Splits `limit + 1` rows into the page to show and the cursor of the next page, which is null when there is none. */
export function toPage<Row>(rows: Row[], limit: number, cursorAfter: (last: Row) => string): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, nextCursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null }
}

/** Yields every row of a list, read in batches of `size` rows as the reader takes them, so that no process holds the whole list. */
export async function* eachRow<Row>(
  size: number,
  readAfter: (from: ListPosition | undefined) => Promise<Row[]>,
  positionOf: (row: Row) => ListPosition,
): AsyncGenerator<Row> {
  let from: ListPosition | undefined
  for (;;) {
    const rows = await readAfter(from)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < size) return
    from = positionOf(last)
  }
}

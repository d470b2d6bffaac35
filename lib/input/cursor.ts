import { createHmac, timingSafeEqual } from 'node:crypto'
import { failField } from '../errors'
import { settings } from '../process'

/** Where the next page starts: the sort time and id of the last row shown. */
export interface Position {
  time: Date
  id: string
}

const SIGNATURE_BYTES = 12

/** An opaque cursor, good for this team's list of this name only. */
export function writeCursor(teamId: string, list: string, { time, id }: Position): string {
  const body = Buffer.from(JSON.stringify([time.getTime(), id]))
  return Buffer.concat([sign(teamId, list, body), body]).toString('base64url')
}

export function readCursor(teamId: string, list: string, cursor: string | undefined): Position | undefined {
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

/** Cuts a page out of `limit + 1` rows: the rows to show, and the cursor of the next page or null. */
export function toPage<Row>(rows: Row[], limit: number, cursorAfter: (last: Row) => string): { shown: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, nextCursor: rows.length > limit && last !== undefined ? cursorAfter(last) : null }
}

import { randomBytes } from 'node:crypto'

export const BASE62_DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Creates a public id such as `sess_0MHYw2Kq3V…`: the time in milliseconds, so that new rows are next to each other in indexes, then 95 random bits. */
export function newId(prefix: 'sess' | 'mem' | 'imp' | 'req'): string {
  return `${prefix}_${Date.now().toString(36).padStart(9, '0')}${randomBase62(16)}`
}

/**
 * Creates public ids for rows that are stored together: lists of rows with the same time have their order. They differ in their last digits alone, whose order is the
 * same in every collation of a database.
 */
export function newIds(prefix: 'mem', count: number): string[] {
  const digits = String(count).length
  const beginning = newId(prefix).slice(0, -digits)
  return Array.from({ length: count }, (_, nth) => beginning + String(nth).padStart(digits, '0'))
}

/** Creates a random text of base62 digits, each equally likely: bytes that would make some digits more frequent are discarded. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = randomByte()
    if (byte < 248) text += BASE62_DIGITS[byte % 62]
  }
  return text
}

/** Random bytes are generated in blocks, which costs a tenth of generating them one by one. Each is used once and then overwritten. */
let block = Buffer.alloc(0)
let usedBytes = 0

function randomByte(): number {
  if (usedBytes === block.length) {
    block = randomBytes(4096)
    usedBytes = 0
  }
  const byte = block[usedBytes] ?? 255
  block[usedBytes++] = 0
  return byte
}

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/

/** Returns whether a text is a UUID as Postgres writes it: in lower case, with hyphens. */
export const isUuid = (text: string) => UUID.test(text)

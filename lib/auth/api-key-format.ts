import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const KEY = /^(mk_live_([0-9A-Za-z]{10})_([0-9A-Za-z]{43}))([0-9A-Za-z]{6})$/
const ID_LENGTH = 10
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6

export interface KeyParts {
  id: string
  /** SHA-256 of the 43 characters of the secret: what the database keeps. */
  secretHash: Buffer
  lastFour: string
}

/** A new key `mk_live_<id>_<secret><checksum>`; with `id`, a new secret for that key. */
export function newKey(id = randomBase62(ID_LENGTH)): { key: string; parts: KeyParts } {
  const body = `mk_live_${id}_${randomBase62(SECRET_LENGTH)}`
  const key = body + checksum(body)
  return { key, parts: partsOf(id, key) }
}

/** The parts of a well-formed key whose checksum holds, else undefined: a typo is found without asking anyone. */
export function parseKey(key: string): KeyParts | undefined {
  const [, body, id, , sum] = KEY.exec(key) ?? []
  if (body === undefined || id === undefined || checksum(body) !== sum) return undefined
  return partsOf(id, key)
}

function partsOf(id: string, key: string): KeyParts {
  const secret = key.slice(-SECRET_LENGTH - CHECKSUM_LENGTH, -CHECKSUM_LENGTH)
  return { id, secretHash: createHash('sha256').update(secret).digest(), lastFour: key.slice(-4) }
}

/** CRC32 in base62, six characters. */
function checksum(body: string): string {
  let rest = crc32(body)
  let digits = ''
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = ALPHABET[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

/** Uniform base62 text: bytes that would favour some digits are thrown away. */
export function randomBase62(length: number): string {
  let text = ''
  while (text.length < length) {
    const byte = randomByte()
    if (byte < 248) text += ALPHABET[byte % 62]
  }
  return text
}

/** Bytes asked for one by one cost ten times as much; each is used once, and forgotten. */
let randomPool = Buffer.alloc(0)
let usedBytes = 0

function randomByte(): number {
  if (usedBytes === randomPool.length) {
    randomPool = randomBytes(4096)
    usedBytes = 0
  }
  const byte = randomPool[usedBytes] ?? 255
  randomPool[usedBytes++] = 0
  return byte
}

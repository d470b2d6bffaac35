import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { BASE62_DIGITS, randomBase62 } from '../ids'

const KEY_ID = /^[0-9A-Za-z]{10}$/
const KEY = /^(mk_live_([0-9A-Za-z]{10})_([0-9A-Za-z]{43}))([0-9A-Za-z]{6})$/
const ID_LENGTH = 10
const SECRET_LENGTH = 43
const CHECKSUM_LENGTH = 6

/** The parts of an API key that are stored. */
export interface KeyParts {
  id: string
  /** SHA-256 of the 43 characters of the secret. The database stores only this. */
  secretHash: Buffer
  lastFour: string
}

/** Returns whether a text has the form of a key's id: ten letters and digits. */
export const isKeyId = (text: string) => KEY_ID.test(text)

/** Creates a key, `mk_live_<id>_<secret><checksum>`. With an `id`, creates a new secret for the key of that id. */
export function newKey(id = randomBase62(ID_LENGTH)): { key: string; parts: KeyParts } {
  const body = `mk_live_${id}_${randomBase62(SECRET_LENGTH)}`
  const key = body + checksum(body)
  return { key, parts: partsOf(id, key) }
}

/** Reads a key; undefined when it is malformed or its checksum is wrong, so that a typing error is found without the database. */
export function parseKey(key: string): KeyParts | undefined {
  const [, body, id, , sum] = KEY.exec(key) ?? []
  if (body === undefined || id === undefined || checksum(body) !== sum) return undefined
  return partsOf(id, key)
}

function partsOf(id: string, key: string): KeyParts {
  const secret = key.slice(-SECRET_LENGTH - CHECKSUM_LENGTH, -CHECKSUM_LENGTH)
  return { id, secretHash: createHash('sha256').update(secret).digest(), lastFour: key.slice(-4) }
}

/** Returns the CRC32 of a text as six base62 digits. */
function checksum(body: string): string {
  let rest = crc32(body)
  let digits = ''
  for (let place = 0; place < CHECKSUM_LENGTH; place++) {
    digits = BASE62_DIGITS[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
}

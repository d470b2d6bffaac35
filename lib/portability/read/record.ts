/** The largest record in bytes. The longest memory takes 0.1 MB; records of other products may contain vectors. */
const RECORD_LIMIT = 1_000_000

/** One record of a file: a line, an element of a list or a section, as it was sent. */
export interface RawRecord {
  /** Its line in a file of lines, else its position among the records; from 1 on. */
  number: number
  bytes: Uint8Array
  /** The name of the list of a JSON document that it is an element of. */
  list?: string
  /** Why it cannot be read; its bytes are empty then. */
  problem?: string
}

/** Divides a file into records as its parts arrive. */
export interface Splitter {
  push(part: Uint8Array): RawRecord[]
  /** Called at the end of the file; returns the last record, if it has not been returned. */
  end(): RawRecord[]
}

const TOO_LONG = `is longer than ${RECORD_LIMIT / 1_000_000} MB`

/** Collects the parts of one record, up to RECORD_LIMIT. */
export interface Collector {
  add(part: Uint8Array): void
  isEmpty(): boolean
  take(number: number): RawRecord
}

export function createCollector(): Collector {
  let parts: Uint8Array[] = []
  let size = 0
  return {
    add(part) {
      size += part.byteLength
      if (size > RECORD_LIMIT) parts = []
      else if (part.byteLength > 0) parts.push(part)
    },
    isEmpty: () => size === 0,
    take(number) {
      const record = size > RECORD_LIMIT ? { number, bytes: new Uint8Array(), problem: TOO_LONG } : { number, bytes: Buffer.concat(parts) }
      parts = []
      size = 0
      return record
    },
  }
}

/**
 * A backup is a gzip stream of frames: one letter, the length of what follows in four bytes, and that.
 * H header · D data of a table, as COPY wrote it · T end of a table · Z end of the backup; all but D are JSON.
 */
export type FrameKind = 'H' | 'D' | 'T' | 'Z'

export interface Frame {
  kind: FrameKind
  payload: Buffer
}

/** The file was cut off or changed, or is not a backup. */
export class DamagedError extends Error {}

const HEAD_BYTES = 5
/** COPY gives pieces of 64 KiB and single rows, which are far below this: a longer frame is damaged. */
const MAX_BYTES = 64 * 2 ** 20
const KINDS = 'HDTZ'

export function encodeFrame(kind: FrameKind, content: Buffer | object): Buffer {
  const payload = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content))
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(kind, 'latin1')
  head.writeUInt32BE(payload.length, 1)
  return Buffer.concat([head, payload])
}

/** Cuts a stream into frames again. @throws DamagedError when the stream holds something else, or ends within a frame */
export async function* readFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let end = endOfFrame(rest); end !== undefined && end <= rest.length; end = endOfFrame(rest)) {
      yield { kind: kindOf(rest), payload: rest.subarray(HEAD_BYTES, end) }
      rest = rest.subarray(end)
    }
  }
  if (rest.length > 0) throw new DamagedError('it ends unexpectedly')
}

function endOfFrame(bytes: Buffer): number | undefined {
  if (bytes.length < HEAD_BYTES) return undefined
  kindOf(bytes)
  const length = bytes.readUInt32BE(1)
  if (length > MAX_BYTES) throw new DamagedError('a section is too long')
  return HEAD_BYTES + length
}

function kindOf(bytes: Buffer): FrameKind {
  const kind = bytes.toString('latin1', 0, 1)
  if (!KINDS.includes(kind)) throw new DamagedError('a part of it is unknown')
  return kind as FrameKind
}

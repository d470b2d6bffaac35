const NEW_LINE = 0x0a

/** Reads pieces until there are at least `size` bytes, or none are left. */
export async function takeBytes(size: number, pieces: AsyncIterator<Buffer>): Promise<Buffer> {
  const read: Buffer[] = []
  for (let length = 0; length < size; ) {
    const { value, done } = await pieces.next()
    if (done) break
    read.push(value)
    length += value.length
  }
  return Buffer.concat(read)
}

/** Yields `head`, and then the remaining pieces. */
export async function* concatenated(head: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value
}

/** Yields the same bytes in pieces that end with a line break. UTF-8 never has the byte of a line break within a character. */
export async function* splitAfterLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = []
  for await (const piece of pieces) {
    const end = piece.lastIndexOf(NEW_LINE) + 1
    pending.push(end > 0 ? piece.subarray(0, end) : piece)
    if (end === 0) continue
    yield Buffer.concat(pending)
    pending = [piece.subarray(end)]
  }
  const last = Buffer.concat(pending)
  if (last.length > 0) yield last
}

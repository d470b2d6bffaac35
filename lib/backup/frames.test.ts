import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DamagedError, encodeFrame, type Frame, readFrames } from './frames'

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function allOf(bytes: Buffer, size = 7): Promise<Frame[]> {
  const found: Frame[] = []
  for await (const one of readFrames(inPieces(bytes, size))) found.push({ ...one, payload: Buffer.from(one.payload) })
  return found
}

test('frames are read as they were written, however the bytes are split', async () => {
  const payloads = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(payloads, fc.integer({ min: 1, max: 64 }), async (written, size) => {
      const bytes = Buffer.concat(written.map((payload) => encodeFrame('D', Buffer.from(payload))))
      expect(await allOf(bytes, size)).toEqual(written.map((payload) => ({ kind: 'D', payload: Buffer.from(payload) })))
    }),
  )
})

test.each([
  ['cut off', encodeFrame('D', Buffer.from('some rows')).subarray(0, 9)],
  ['of an unknown kind', Buffer.from('X\0\0\0\x01a')],
  ['of an impossible length', Buffer.from('D\xff\xff\xff\xffrows', 'latin1')],
])('a frame that is %s is damage', async (_name, bytes) => {
  await expect(allOf(bytes)).rejects.toBeInstanceOf(DamagedError)
})

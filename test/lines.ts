import { Readable } from 'node:stream'

/** Lines of JSON. */
export const jsonl = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

/** A stream that sends these parts one after the other, as they are asked for. */
export const streamOf = (parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): ReadableStream =>
  Readable.toWeb(Readable.from(asBytes(parts), { objectMode: true })) as ReadableStream

async function* asBytes(parts: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>) {
  for await (const part of parts) yield Buffer.from(part)
}

/** Lines with a content each, which all differ, and with ids and sessions of another product. */
export function* numberedLines(count: number): Generator<string> {
  for (let n = 0; n < count; n++)
    yield jsonl({ id: `old-${n}`, content: `Number ${n} of the list`, session_id: `s${n % 5}`, created_at: '2024-01-01T00:00:00Z' })
}

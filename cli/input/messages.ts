import { CommandError, messageOf } from '../errors'
import { isObject } from '../json'
import { chunksOf, type Line } from './memory-lines'

/** One request may hold 200 messages. */
const MAX_MESSAGES = 200

/**
 * Yields the messages of a conversation in groups that fit into one request. The text is a JSON array, an object with `messages`, or one JSON object
 * per line. A message is numbered by its place, from 1.
 * @throws unreadable_file if the text is neither.
 */
export async function* readMessages(pieces: AsyncIterable<string>): AsyncGenerator<Line[]> {
  let text = ''
  for await (const piece of pieces) text += piece
  const messages = messagesOf(text)
  const bytes = Math.ceil(Buffer.byteLength(text) / Math.max(1, messages.length))
  yield* chunksOf(
    messages.map((message, index): Line => {
      const number = index + 1
      return isObject(message) ? { number, bytes, memory: message } : { number, bytes, error: 'is not a JSON object' }
    }),
    MAX_MESSAGES,
  )
}

function messagesOf(text: string): unknown[] {
  const value = parse(text)
  if (Array.isArray(value)) return value
  if (isObject(value)) return Array.isArray(value.messages) ? value.messages : [value]
  const lines = text.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [{ line, number: index + 1 }]))
  return lines.map(({ line, number }) => {
    try {
      return JSON.parse(line) as unknown
    } catch (thrown) {
      const message = `The file is neither a JSON array nor one JSON object per line. Line ${number}: ${messageOf(thrown)}`
      throw new CommandError('unreadable_file', message, 'Nothing was sent. A message is {"role": "user", "content": "…"}.')
    }
  })
}

/** The value of a text that is JSON as a whole. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

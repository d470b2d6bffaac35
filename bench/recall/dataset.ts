/** What one agent is given to remember, in the order in which it happened, and what it is asked afterwards. */
export interface Conversation {
  /** The name of its agent: unique among all data sets; letters, digits, hyphens and underscores. */
  name: string
  sessions: ConversationSession[]
  questions: Question[]
}

/** One at a time from a file that may be large, or all of them. */
export type Conversations = AsyncIterable<Conversation> | Iterable<Conversation>

export interface ConversationSession {
  key: string
  memories: RememberedText[]
}

export interface RememberedText {
  /** Questions name it. A text that is too long for one memory is several memories with the same key. */
  key: string
  text: string
  occurredAt?: string | undefined
}

export interface Question {
  type: string
  text: string
  /** Keys of the memories that answer it; a question without any is not asked. */
  expected: string[]
  /** Keys of the sessions that answer it, where the data set names them. */
  expectedSessions?: string[] | undefined
}

/** The longest content that the API takes, in UTF-16 code units. */
const MAX_CONTENT = 10_000

/** A text as the memories that the API can store: in pieces if it is too long, and without the characters that Postgres cannot keep. */
export function storableMemories({ key, text, occurredAt }: RememberedText): RememberedText[] {
  const storable = text.toWellFormed().replaceAll('\0', '')
  const pieces: string[] = []
  for (let from = 0; from < storable.length; ) {
    const end = pieceEnd(storable, from)
    pieces.push(storable.slice(from, end))
    from = end
  }
  return pieces.filter((piece) => piece.trim() !== '').map((piece) => ({ key, text: piece, occurredAt }))
}

/** Where the next piece ends; never between the two halves of a character. */
function pieceEnd(text: string, from: number): number {
  const end = from + MAX_CONTENT
  return /[\uDC00-\uDFFF]/.test(text[end] ?? '') ? end - 1 : end
}

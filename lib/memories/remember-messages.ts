import type { RequestContext } from '../context'
import { failField } from '../errors'
import { toCamelCaseFields } from '../input/camel-case'
import { readFields, rejectMisspelledNames } from '../input/parameters'
import { CONTENT_LENGTH } from './input'
import { MESSAGE, type MessageRole } from './message-input'
import { type RememberedBatch, rememberEach, validateEach } from './remember'
import type { MemoryInput, Writer } from './store'

/** Stores the valid messages of a conversation together, in their order; each invalid one fails by itself. @throws why the call is not authorized */
export async function rememberMessages(
  credential: Writer,
  { messages }: { messages: unknown[] },
  context: RequestContext,
): Promise<RememberedBatch> {
  return rememberEach(credential, validateEach(messages, 'message', readMessage), context)
}

/** Returns the memory of a message. @throws invalid_request */
function readMessage(message: object): MemoryInput {
  const given = Object.entries(message)
  rejectMisspelledNames(MESSAGE, given)
  const { role, content, name, createdAt } = toCamelCaseFields(readFields(MESSAGE, given))
  return {
    content: withSpeaker(name ?? ROLE_NAMES[role], content),
    type: 'event',
    confidence: 0.8,
    tags: [],
    source: role,
    provenance: 'observed',
    occurredAt: createdAt,
  }
}

const ROLE_NAMES = { user: 'User', assistant: 'Assistant', system: 'System', tool: 'Tool' } as const satisfies Record<MessageRole, string>

/** Begins a text with who said it, as transcripts do: the ranking lifts memories that begin with a name of the query, and whoever reads them sees it. */
function withSpeaker(speaker: string, content: string): string {
  const beginning = `${speaker}: `
  if (content.startsWith(beginning)) return content
  const most = CONTENT_LENGTH - beginning.length
  if (content.length > most)
    failField('content', `may be at most ${most} characters long, because the memory begins with the name of who said it`)
  return beginning + content
}

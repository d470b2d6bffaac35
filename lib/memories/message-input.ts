import { z } from 'zod'
import { nonBlank, time, trimmedText } from '../input/fields'
import { parameters } from '../input/parameters'
import { CONTENT_LENGTH } from './input'

/** Who says something in a conversation, as the APIs of language models name it. */
const MESSAGE_ROLES = ['user', 'assistant', 'system', 'tool'] as const
export type MessageRole = (typeof MESSAGE_ROLES)[number]

const MOST_MESSAGES = 200

const PART = z.looseObject({ type: z.string(), text: z.string().optional() })
const TEXT_TYPES = ['text', 'input_text', 'output_text']

/** The text of a message. Of a list of parts, each must be a text; they are put together with line breaks between them. */
const content = z
  .union([z.string(), z.array(PART)], {
    error: ({ input }) => (input === undefined ? 'is required' : 'must be a text or a list of parts such as {"type": "text", "text": "…"}'),
  })
  .transform((given, context) => (typeof given === 'string' ? given : joinParts(given, context)))
  .pipe(nonBlank(CONTENT_LENGTH))

function joinParts(parts: z.output<typeof PART>[], { issues }: { issues: z.core.$ZodRawIssue[] }): string {
  const texts = parts.map(({ type, text }, index) => {
    const isText = TEXT_TYPES.includes(type) && text !== undefined
    if (!isText) issues.push({ code: 'custom', path: [index], message: 'is not a text part: only texts can be stored', input: type })
    return text ?? ''
  })
  return issues.length > 0 ? z.NEVER : texts.join('\n')
}

const name = trimmedText(64).refine((value) => !/[\n\r]/.test(value), 'must be one line')

/** Seconds since 1970, as the APIs of language models send times; or a time as everywhere else. */
const createdAt = z.preprocess(
  (given) => (typeof given === 'number' && Math.abs(given) < 1e11 ? new Date(given * 1000).toISOString() : given),
  time('start'),
)

/** A message of a conversation. */
export const MESSAGE = parameters({
  role: z.enum(MESSAGE_ROLES),
  content: content.meta({ description: 'What was said: a text, or a list of text parts.', example: 'I moved to Paris last month.' }),
  name: name.optional().meta({ description: 'Who said it. Without a name, the role stands for it.', example: 'Ada' }),
  created_at: createdAt
    .optional()
    .meta({ type: ['string', 'number'], description: 'When it was said: a time, or seconds since 1970. Without it: now.' }),
})

export const CONVERSATION = parameters({
  messages: z
    .array(z.unknown())
    .min(1, 'must contain at least 1 message')
    .max(MOST_MESSAGES, `may contain at most ${MOST_MESSAGES} messages`),
})

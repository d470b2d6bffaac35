import type { z } from 'zod'

const TYPES: Record<string, string> = {
  string: 'must be text',
  number: 'must be a number',
  int: 'must be a whole number',
  boolean: 'must be true or false',
  array: 'must be a list',
  object: 'must be a JSON object',
  record: 'must be a JSON object',
}

/** Says what is wrong with a value, so that it continues a sentence which begins with the field's name. A schema's own message is kept. */
export function issueInWords(issue: z.core.$ZodIssue): string {
  const { message } = issue
  if (!/^(Invalid|Too) /.test(message)) return message
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? 'is not valid'
  if (issue.code === 'invalid_value') return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
  if (issue.code === 'too_small') return sizeInWords(issue.origin, `at least ${issue.minimum}`)
  if (issue.code === 'too_big') return sizeInWords(issue.origin, `at most ${issue.maximum}`)
  return 'is not valid'
}

const PARTS: Record<string, string> = { string: 'characters', array: 'items' }

function sizeInWords(origin: string, size: string): string {
  const parts = PARTS[origin]
  return parts === undefined ? `must be ${size}` : `must have ${size} ${parts}`
}

import { expect, test } from 'vitest'
import { z } from 'zod'
import { issueInWords } from './issue-words'

const inWords = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(issueInWords)

test.each([
  [z.record(z.string(), z.unknown()), '{bad', 'must be a JSON object'],
  [z.object({}), 'text', 'must be a JSON object'],
  [z.number(), '6h', 'must be a number'],
  [z.int(), 1.5, 'must be a whole number'],
  [z.boolean(), 'perhaps', 'must be true or false'],
  [z.string(), {}, 'must be text'],
  [z.array(z.string()), 1, 'must be a list'],
  [z.enum(['join', 'replace']), 'stop', 'must be one of join, replace'],
  [z.literal('1'), '2', 'must be 1'],
  [z.int().gte(1), 0, 'must be at least 1'],
  [z.int().lte(9), 10, 'must be at most 9'],
  [z.string().min(3), 'ab', 'must have at least 3 characters'],
  [z.array(z.string()).max(2), ['a', 'b', 'c'], 'must have at most 2 items'],
  [z.union([z.string(), z.number()]), [], 'is not valid'],
])('%# what is wrong with a value is said in plain words', (schema, value, words) => {
  expect(inWords(schema, value)).toEqual([words])
})

test('the message of a schema is kept', () => {
  expect(inWords(z.int('must be a whole number of hours'), 'x')).toEqual(['must be a whole number of hours'])
  expect(
    inWords(
      z.string().refine(() => false, 'must not be blank'),
      ' ',
    ),
  ).toEqual(['must not be blank'])
})

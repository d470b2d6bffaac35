import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AGENT_CHANGES } from '../agents/input'
import { AppError } from '../errors'
import { writeCommaList } from '../input/comma-list'
import { time } from '../input/fields'
import { type Parameters, parameters } from '../input/parameters'
import { BATCH, MEMORY_CHANGES, NEW_MEMORY, RECALL, RECALL_AS_OF, RECALL_CHANGED } from '../memories/input'
import { PASSWORD_BY_LINK } from '../people/input'
import { ACTIVATION, EXTENSION, SESSION_LIST } from '../sessions/input'
import { BODY_LIMIT, receiveBody } from './body'
import { safeParseInput } from './read-input'

const ONE_OF_EACH = parameters(
  {
    text: z.string().optional(),
    count: z.int().optional(),
    flag: z.boolean().optional(),
    list: z.array(z.string()).optional(),
    object: z.record(z.string(), z.unknown()).optional(),
  },
  { count: ['amount', 'number'] },
)

interface Sent {
  body?: BodyInit
  contentType?: string
  method?: string
}

function requestOf(query: string, { body, contentType, method = 'POST' }: Sent = {}): Request {
  const request = new Request(`http://memanto/api/v2/x${query && `?${query}`}`, { method, ...(body !== undefined && { body }) })
  if (contentType === undefined) request.headers.delete('content-type')
  else request.headers.set('content-type', contentType)
  return request
}

const json = (value: unknown) => ({ body: JSON.stringify(value) })

async function parse<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, query: string, given: Sent = {}) {
  const request = requestOf(query, given)
  const body = request.method === 'GET' ? undefined : await receiveBody(request)
  return safeParseInput(request.url, body, expected, BODY_LIMIT)
}

async function read<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, query: string, given?: Sent) {
  const { value, error } = await parse(expected, query, given)
  if (error) throw error
  return value
}

async function refusalOf(reading: Promise<unknown>): Promise<AppError> {
  const thrown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (thrown instanceof AppError) return thrown
  throw new Error('It was not refused.', { cause: thrown })
}

describe('unknown keys', () => {
  test('in the query and in JSON are ignored', async () => {
    expect(await read(ONE_OF_EACH, 'text=a&nonsense=1&constructor=2', json({ other: 1, toString: 2, count: 3 }))).toEqual({
      text: 'a',
      count: 3,
    })
  })

  test('__proto__ neither arrives nor pollutes, and inside an object of the caller’s own it is refused', async () => {
    const value = await read(ONE_OF_EACH, '', { body: '{"__proto__": {"text": "bad", "polluted": true}, "object": {"kept": 1}}' })
    expect(value).toEqual({ object: { kept: 1 } })
    expect('polluted' in {} || 'polluted' in value || 'polluted' in (value.object ?? {})).toBe(false)
    const refusal = await refusalOf(read(ONE_OF_EACH, '', { body: '{"object": {"a": [{"__proto__": 1}]}}' }))
    expect(refusal.details.errors).toEqual([{ field: 'object.a.0.__proto__', message: expect.stringContaining('choose another') }])
  })
})

describe('names that look like a misspelling', () => {
  test.each([
    ['tag', 'did you mean tags?'],
    ['tags[]', 'did you mean tags?'],
    ['Tags', 'did you mean tags?'],
    ['memoryTypes', 'did you mean memory_types?'],
    ['createdAfter', 'did you mean created_after?'],
    ['min-confidence', 'did you mean min_confidence?'],
    ['min_confidance', 'did you mean min_confidence?'],
    ['top_k', 'did you mean limit?'],
    ['topK', 'did you mean limit?'],
    ['limt', 'did you mean limit?'],
    ['tgas', 'did you mean tags?'],
    ['taggs', 'did you mean tags?'],
    ['tas', 'did you mean tags?'],
    ['tpye', 'did you mean type?'],
    ['Typ', 'did you mean type?'],
    ['qurey', 'did you mean query?'],
    ['filters', 'send each filter as its own parameter (type, tags, min_confidence, created_after, created_before, status)'],
    ['filter', 'send each filter as its own parameter (type, tags, min_confidence, created_after, created_before, status)'],
  ])('%s is refused: %s', async (name, suggestion) => {
    for (const given of [read(RECALL, `query=a&${encodeURIComponent(name)}=b`), read(RECALL, '', json({ query: 'a', [name]: {} }))]) {
      const { code, message, details } = await refusalOf(given)
      expect([code, details.errors]).toEqual(['invalid_request', [{ field: name, message: expect.stringContaining(suggestion) }]])
      expect(message).toBe(`${name} is not a parameter: ${suggestion.replace(/\)$/, ').')}`)
    }
  })

  test.each([
    'context',
    'contexts',
    'text',
    'topic',
    'tabs',
    'namespace',
    'kiosk_mode',
    'ai_model',
    'temperature',
    'q',
    'k',
    'from',
    'toString',
    '__proto__',
    '',
  ])('%j is none, and ignored', async (name) => {
    const body = JSON.stringify({ query: 'a' }).replace('}', `,${JSON.stringify(name)}:1}`)
    expect(await read(RECALL, '', { body })).toEqual({ query: 'a', limit: 10 })
    const memory = JSON.stringify({ content: 'a' }).replace('}', `,${JSON.stringify(name)}:1}`)
    expect(await read(NEW_MEMORY, '', { body: memory })).toMatchObject({ content: 'a' })
  })

  test('filters is only an unknown name if the operation filters nothing', async () => {
    expect(await read(NEW_MEMORY, 'content=a&filters=b')).toMatchObject({ content: 'a' })
  })
})

describe('an object of the caller’s own', () => {
  const EXACT = [
    '0',
    '-1',
    '0.1',
    '1.50',
    '1e5',
    '100000000000000000000',
    '9007199254740991',
    '9007199254740992',
    '1e300',
    '5e-324',
    '-0',
    '0e999',
  ]
  const INEXACT = [
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890',
    '1e400',
    '-1e400',
    '1e-400',
    '0.1000000000000000055511151231257827',
    '3.14159265358979323846',
  ]

  test.each(EXACT)('keeps the number %s', async (number) => {
    const { object } = await read(ONE_OF_EACH, '', { body: `{"object": {"a": [${number}]}}` })
    expect(object).toEqual({ a: [Number(number)] })
  })

  test.each(INEXACT)('with the number %s is refused, and its place is named', async (number) => {
    const metadata = `{"text": "a \\" 1e400 :", "b": {"c": [1, {}, ${number}]}}`
    const written = { body: JSON.stringify({ object: metadata }) }
    for (const given of [read(ONE_OF_EACH, '', { body: `{"object": ${metadata}}` }), read(ONE_OF_EACH, '', written)]) {
      const { code, details } = await refusalOf(given)
      expect(code).toBe('invalid_request')
      expect(details.errors).toEqual([{ field: 'object.b.c.2', message: 'is a number that JSON parsers would round: send it as a string' }])
    }
    expect((await refusalOf(read(ONE_OF_EACH, `object=${encodeURIComponent(metadata)}`))).details.errors?.[0]?.field).toBe('object.b.c.2')
  })

  test('numbers in other fields may be inexact', async () => {
    expect(await read(ONE_OF_EACH, '', { body: '{"unknown": 1e400, "object": {}}' })).toEqual({ object: {} })
    expect(await read(NEW_MEMORY, '', { body: '{"content": "a", "confidence": 0.1000000000000000055511151231257827}' })).toMatchObject({
      confidence: 0.1,
    })
  })
})

describe('a change', () => {
  test('null and an empty text clear a field that may be empty, and absent fields stay', async () => {
    for (const empty of [null, ''])
      expect(await read(MEMORY_CHANGES, '', json({ title: empty, tags: empty }))).toEqual({ title: null, tags: [] })
    for (const empty of [null, ''])
      expect(await read(AGENT_CHANGES, '', json({ description: empty, metadata: empty }))).toEqual({ description: '', metadata: {} })
    expect(await read(MEMORY_CHANGES, 'title=&tags=')).toEqual({ title: null, tags: [] })
    expect(await read(MEMORY_CHANGES, '')).toEqual({})
    expect(await read(AGENT_CHANGES, '')).toEqual({})
  })

  test.each(['content', 'type', 'memory_type', 'confidence', 'source', 'provenance'])('%s cannot be empty', async (name) => {
    for (const empty of [null, ''])
      expect((await refusalOf(read(MEMORY_CHANGES, '', json({ [name]: empty })))).details.errors).toEqual([
        {
          field: name === 'memory_type' ? 'type' : name,
          message: expect.stringMatching(/^(cannot be empty: omit it|must be one of)/),
        },
      ])
  })
})

describe('text', () => {
  const DECOMPOSED = 'Ame\u0301lie'
  const COMPOSED = 'Am\u00e9lie'

  test('is kept in its composed form, and its length is that of what is kept', async () => {
    const given = { content: DECOMPOSED, title: DECOMPOSED, tags: [DECOMPOSED], source: DECOMPOSED }
    expect(await read(NEW_MEMORY, '', json(given))).toMatchObject({
      content: COMPOSED,
      title: COMPOSED,
      tags: [COMPOSED],
      source: COMPOSED,
    })
    expect(await read(RECALL, '', json({ query: DECOMPOSED, tags: [DECOMPOSED] }))).toMatchObject({ query: COMPOSED, tags: [COMPOSED] })
    expect((await read(AGENT_CHANGES, '', json({ description: DECOMPOSED }))).description).toBe(COMPOSED)
    expect((await read(NEW_MEMORY, '', json({ content: 'e\u0301'.repeat(10_000) }))).content).toBe('é'.repeat(10_000))
  })

  test('of a password is kept as it was typed', async () => {
    expect((await read(PASSWORD_BY_LINK, '', json({ password: DECOMPOSED }))).password).toBe(DECOMPOSED)
  })
})

describe('a list of tags', () => {
  test('is trimmed, and each tag is kept once', async () => {
    const tags = [' a ', 'a', 'b\t', '\u00e9', 'e\u0301', ` ${'x'.repeat(64)} `]
    expect((await read(NEW_MEMORY, '', json({ content: 'a', tags }))).tags).toEqual(['a', 'b', 'é', 'x'.repeat(64)])
    expect((await read(NEW_MEMORY, '', json({ content: 'a', tags: Array.from({ length: 30 }, () => 'a') }))).tags).toEqual(['a'])
  })

  test('may contain commas and quotes, in JSON and in a query', async () => {
    const tags = ['a, b', 'say "hi"', '"quoted"', ',']
    expect((await read(NEW_MEMORY, '', json({ content: 'a', tags }))).tags).toEqual(tags)
    const inOne = new URLSearchParams({ query: 'a', tags: writeCommaList(tags) })
    expect((await read(RECALL, inOne.toString())).tags).toEqual(tags)
    const repeated = new URLSearchParams(tags.map((tag) => ['tags', writeCommaList([tag])]))
    expect((await read(RECALL, `query=a&${repeated}`)).tags).toEqual(tags)
    expect((await read(RECALL, 'query=a&tags=a,b&tags=c')).tags).toEqual(['a', 'b', 'c'])
  })

  test.each([[['  ']], [['\0']], [[null]], [[1]], [['x'.repeat(65)]]])('%j is refused', async (tags) => {
    expect((await refusalOf(read(NEW_MEMORY, '', json({ content: 'a', tags })))).details.errors?.[0]?.field).toBe('tags.0')
  })
})

describe('the body', () => {
  test.each([undefined, 'application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])(
    'empty with content type %s is fine, and JSON is read whatever the type',
    async (contentType) => {
      const type = contentType === undefined ? {} : { contentType }
      expect(await read(ONE_OF_EACH, 'text=a', type)).toEqual({ text: 'a' })
      expect(await read(ONE_OF_EACH, 'text=a', { body: '', ...type })).toEqual({ text: 'a' })
      expect(await read(ONE_OF_EACH, 'text=a', { body: ' \n', ...type })).toEqual({ text: 'a' })
      expect(await read(ONE_OF_EACH, '', { body: '{"text": "b"}', ...type })).toEqual({ text: 'b' })
    },
  )

  test.each(['{', 'text=a', '{"text": }', "{'text': 'a'}", '{"a":1}{"b":2}', 'NaN'])('invalid JSON %j is malformed_json', async (body) => {
    expect((await refusalOf(read(ONE_OF_EACH, '', { body }))).code).toBe('malformed_json')
  })

  test.each(['[]', '"text"', '7', 'null', 'true'])('JSON that is not an object, %s, is a 422', async (body) => {
    expect((await refusalOf(read(ONE_OF_EACH, '', { body }))).code).toBe('invalid_request')
  })

  test('the last of duplicate keys counts, as usual in JSON', async () => {
    expect(await read(ONE_OF_EACH, '', { body: '{"text": "a", "text": "b"}' })).toEqual({ text: 'b' })
  })
})

describe('every parameter may come in the query or in a JSON body', () => {
  test('numbers, booleans, lists and objects have the same value from both', async () => {
    const expected = { text: 'a', count: 3, flag: true, list: ['x', 'y'], object: { k: 1 } }
    expect(await read(ONE_OF_EACH, '', json(expected))).toEqual(expected)
    expect(await read(ONE_OF_EACH, `text=a&count=3&flag=true&list=x,y&object=${encodeURIComponent('{"k":1}')}`)).toEqual(expected)
  })

  test('the same value twice is one value', async () => {
    expect(await read(ONE_OF_EACH, 'count=3&list=x,y&flag=1', json({ count: 3, list: ['x', 'y'], flag: true }))).toMatchObject({
      count: 3,
      list: ['x', 'y'],
    })
    expect(await read(EXTENSION, 'hours=2&extend_hours=2.0', json({ additional_hours: 2, duration_hours: '2' }))).toEqual({
      extend_hours: 2,
    })
  })

  test('different values of one parameter, or of two of its names, are a 422 that names the field', async () => {
    for (const [query, body] of [
      ['count=3', { count: 4 }],
      ['amount=3', { number: 4 }],
      ['count=3&amount=4', {}],
    ] as const) {
      const refusal = await refusalOf(read(ONE_OF_EACH, query, json(body)))
      expect(refusal.code).toBe('invalid_request')
      expect(refusal.details.errors?.map(({ field }) => field)).toEqual(['count'])
    }
  })

  test.each(['extend_hours', 'additional_hours', 'duration_hours', 'hours'])('extending takes %s', async (name) => {
    expect(await read(EXTENSION, `${name}=1.5`)).toEqual({ extend_hours: 1.5 })
    expect(await read(EXTENSION, '', json({ [name]: 1.5 }))).toEqual({ extend_hours: 1.5 })
  })

  test('remembering takes type or memory_type, recalling type or memory_types', async () => {
    expect((await read(NEW_MEMORY, 'content=a&memory_type=goal')).type).toBe('goal')
    expect((await read(RECALL, 'query=a&memory_types=goal,fact')).type).toEqual(['goal', 'fact'])
    expect((await read(RECALL, '', json({ query: 'a', memory_types: ['goal'] }))).type).toEqual(['goal'])
    expect((await read(RECALL, '', json({ query: 'a', type: 'goal, fact' }))).type).toEqual(['goal', 'fact'])
  })
})

describe('null and an empty optional value count as absent', () => {
  test('so that defaults hold', async () => {
    expect(await read(EXTENSION, 'extend_hours=', json({ extend_hours: null }))).toEqual({ extend_hours: 6 })
    expect(await read(ACTIVATION, 'duration_hours=', json({ on_active: null, create: '' }))).toEqual({ on_active: 'join', create: false })
    expect(await read(EXTENSION, 'hours=', json({ extend_hours: 2 }))).toEqual({ extend_hours: 2 })
  })

  test('and a required one is then missing', async () => {
    for (const content of [null, '', undefined]) {
      const refusal = await refusalOf(read(NEW_MEMORY, '', json({ content })))
      expect(refusal.details.errors).toEqual([{ field: 'content', message: 'is required' }])
    }
  })
})

describe('repeated query keys', () => {
  test('make lists', async () => {
    expect((await read(RECALL, 'query=a&type=goal&type=fact&tags=x&tags=y')).type).toEqual(['goal', 'fact'])
  })

  test('are a 422 for scalars, also when they are equal', async () => {
    for (const query of ['count=1&count=2', 'count=1&count=1', 'text=a&text=a', 'flag=true&flag=true', 'object={}&object={}'])
      expect((await refusalOf(read(ONE_OF_EACH, query))).code).toBe('invalid_request')
  })
})

describe('booleans', () => {
  test.each(['true', 'True', '1', true, 1])('%j is true', async (flag) => {
    expect(await read(ONE_OF_EACH, '', json({ flag }))).toEqual({ flag: true })
    expect(await read(ONE_OF_EACH, `flag=${flag}`)).toEqual({ flag: true })
  })

  test.each(['yes', 'on', 'TRUE', '2', 2, [], {}])('%j is not a boolean', async (flag) => {
    expect((await refusalOf(read(ONE_OF_EACH, '', json({ flag })))).code).toBe('invalid_request')
  })
})

describe('hours', () => {
  test.each([
    '0',
    '-1',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e309',
    '1e1',
    '6h',
    '24.0001',
    '999999999999',
    '0x6',
    '6,5',
    '0.016',
    'null',
    '{}',
  ])('%s is refused in the query', async (hours) => {
    expect((await refusalOf(read(EXTENSION, `hours=${hours}`))).code).toBe('invalid_request')
    expect((await refusalOf(read(ACTIVATION, `duration_hours=${hours}`))).code).toBe('invalid_request')
  })

  test.each(['0', '-1', '1e309', '-1e309', '"NaN"', '"6h"', '24.0001', '1e300', 'true', '[6]', '{"a":6}', '0.0166'])(
    '%s is refused in JSON',
    async (hours) => {
      expect((await refusalOf(read(EXTENSION, '', { body: `{"hours": ${hours}}` }))).details.errors?.[0]?.field).toBe('extend_hours')
    },
  )

  test.each([0.0167, 1 / 60, 0.5, 6, 23.9999, 24])('%d is accepted', async (hours) => {
    expect(await read(EXTENSION, '', json({ hours }))).toEqual({ extend_hours: hours })
    expect(await read(ACTIVATION, `duration_hours=${hours}`)).toMatchObject({ duration_hours: hours })
  })
})

describe('the fields of a memory and of a recall', () => {
  test.each([
    ['content', ' \n\t '],
    ['content', 'x'.repeat(10_001)],
    ['content', 'half a pair \ud800'],
    ['content', 'null \0'],
    ['content', ['a']],
    ['type', 'opinion'],
    ['title', 'x'.repeat(501)],
    ['confidence', 1.01],
    ['confidence', -0.01],
    ['tags', Array.from({ length: 21 }, (_, index) => `tag${index}`)],
    ['tags', ['x'.repeat(65)]],
    ['tags', [1]],
    ['provenance', 'hearsay'],
  ])('a memory whose %s does not fit (%#) is refused, and the field is named', async (field, value) => {
    const refusal = await refusalOf(read(NEW_MEMORY, '', json({ content: 'fine', [field]: value })))
    expect(refusal.details.errors?.[0]?.field.split('.')[0]).toBe(field)
  })

  test.each([
    ['query', '  '],
    ['query', 'x'.repeat(1001)],
    ['limit', 0],
    ['limit', -1],
    ['limit', 101],
    ['limit', 1e9],
    ['limit', 1.5],
    ['type', ['opinion']],
    ['type', 'fact,opinion'],
    ['min_confidence', 2],
    ['created_after', 'yesterday'],
  ])('a recall whose %s does not fit (%#) is refused, and the field is named', async (field, value) => {
    const refusal = await refusalOf(read(RECALL, '', json({ query: 'fine', [field]: value })))
    expect(refusal.details.errors?.[0]?.field.split('.')[0]).toBe(field)
  })

  test('the documented defaults apply', async () => {
    expect(await read(NEW_MEMORY, 'content=a')).toEqual({
      content: 'a',
      type: 'fact',
      confidence: 0.8,
      tags: [],
      source: 'agent',
      provenance: 'explicit_statement',
      supersedes: [],
    })
    expect(await read(RECALL, 'query=a')).toEqual({ query: 'a', limit: 10 })
    expect(await read(SESSION_LIST, '', { method: 'GET' })).toEqual({ limit: 50 })
  })

  test('values of the maximum length are accepted', async () => {
    const longest = {
      content: 'x'.repeat(10_000),
      title: 'x'.repeat(500),
      tags: Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(64, 'x')),
      confidence: 1,
    }
    expect(await read(NEW_MEMORY, '', json(longest))).toMatchObject(longest)
  })
})

describe('times', () => {
  const WHEN = parameters({ at: time('start').optional(), until: time('end').optional() })
  const at = async (value: string) => (await read(WHEN, `at=${encodeURIComponent(value)}`)).at?.toISOString()

  test.each([
    ['2025-03-31T22:30:00', '2025-03-31T22:30:00.000Z'],
    ['2025-03-31T22:30', '2025-03-31T22:30:00.000Z'],
    ['2025-03-31 22:30:00', '2025-03-31T22:30:00.000Z'],
    ['2025-03-31T22:30:00Z', '2025-03-31T22:30:00.000Z'],
    ['2025-03-31T22:30:00.123456+02:00', '2025-03-31T20:30:00.123Z'],
    ['2025-03-31T22:30:00 02:00', '2025-03-31T20:30:00.000Z'],
    ['2025-03-31 22:30:00.5 0200', '2025-03-31T20:30:00.500Z'],
    ['2025-03-31T22:30:00-0200', '2025-04-01T00:30:00.000Z'],
    ['2025-03-30T02:30:00', '2025-03-30T02:30:00.000Z'],
    ['2025-03-31', '2025-03-31T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s: naive times are UTC, also in an hour that Berlin does not have', async (value, expected) => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(await at(value)).toBe(expected)
    vi.unstubAllEnvs()
  })

  test('a bare date in as_of and created_before is that day’s end, in since and created_after its start', async () => {
    const day = '2025-03-31'
    const asOf = await read(RECALL_AS_OF, `as_of=${day}&created_before=${day}&created_after=${day}`)
    expect(asOf.as_of.toISOString()).toBe('2025-03-31T23:59:59.999Z')
    expect(asOf.created_before?.toISOString()).toBe('2025-03-31T23:59:59.999Z')
    expect(asOf.created_after?.toISOString()).toBe('2025-03-31T00:00:00.000Z')
    expect((await read(RECALL_CHANGED, `since=${day}`)).since.toISOString()).toBe('2025-03-31T00:00:00.000Z')
  })

  test.each([
    '2025-02-29',
    '2025-13-01',
    '2025-03-31T25:00:00Z',
    '2025-04-31T10:00:00Z',
    'now',
    '1743460200',
    '25-03-31',
    '2025-03-31T22:30:00+99:00',
    '2025-03-31T22:30:00 ',
    '2025-03-31T22:30:00  02:00',
  ])('%s is not a valid time', async (value) => {
    expect((await refusalOf(at(value))).message).toMatch(/must be a time such as/)
  })

  test.each(['0000-01-01', '0001-01-01T00:00:00+05:00', '9999-12-31T23:59:59-05:00'])(
    '%s has a year in UTC that cannot be stored',
    async (value) => {
      expect((await refusalOf(at(value))).message).toBe('at must be in the years 1 to 9999 in UTC.')
    },
  )

  test('the first and the last second that can be stored are taken', async () => {
    expect(await at('0001-01-01T00:00:00Z')).toBe('0001-01-01T00:00:00.000Z')
    expect(await at('9999-12-31T18:59:59-05:00')).toBe('9999-12-31T23:59:59.000Z')
  })
})

test('errors of the input are returned, not thrown', async () => {
  expect((await parse(EXTENSION, 'hours=0')).error?.code).toBe('invalid_request')
  expect((await parse(EXTENSION, '', { body: '{' })).error?.code).toBe('malformed_json')
  expect(await parse(EXTENSION, 'hours=1')).toEqual({ value: { extend_hours: 1 } })
})

test('a body full of wrong values is refused, and a hundred of them are named', async () => {
  const numbers = await refusalOf(read(NEW_MEMORY, '', json({ content: 'x', tags: Array(400_000).fill(1) })))
  expect(numbers.message).toBe('tags has too many items.')
  const memories = await refusalOf(read(BATCH, '', json({ memories: Array(400_000).fill(1) })))
  expect(memories.details.errors).toEqual([{ field: 'memories', message: 'has too many items' }])
  const inexact = await refusalOf(read(AGENT_CHANGES, '', { body: `{"metadata":{"a":[${Array(160_000).fill('1e400').join()}]}}` }))
  expect(inexact.message).toContain('metadata.a.0 ')
  expect(inexact.details.errors).toHaveLength(100)
})

test('a refusal is a sentence about a field', async () => {
  expect((await refusalOf(read(NEW_MEMORY, ''))).message).toBe('content is required.')
  expect((await refusalOf(read(ACTIVATION, 'on_active=stop'))).message).toBe('on_active must be one of join, replace, reject.')
  expect((await refusalOf(read(EXTENSION, 'hours=25'))).message).toBe('extend_hours must be at most 24.')
  expect((await refusalOf(read(EXTENSION, 'hours=6h'))).message).toBe('extend_hours must be a number.')
})

test('a refusal never repeats what was sent', async () => {
  const secret = 'mk_live_0123456789_secret'
  const bodies = [
    `{"hours": "${secret}", "duration_hours": "${secret}", "limit": "${secret}"}`,
    `{"hours": ${secret}}`,
    `[${secret}]`,
    `{"hours": {}, "on_active": "${secret}", "type": "${secret}", "content": ["${secret}"]}`,
  ]
  const readings = bodies.flatMap((body) => [
    read(EXTENSION, '', { body }),
    read(ACTIVATION, '', { body }),
    read(NEW_MEMORY, '', { body }),
    read(RECALL, '', { body }),
  ])
  for (const { message, details } of await Promise.all(readings.map(refusalOf)))
    expect(JSON.stringify([message, details])).not.toContain(secret)
})

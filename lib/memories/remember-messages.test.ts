import { expect } from 'vitest'
import { api, callOk, startSession } from '../../test/calls'
import { testInOneTeam as test } from '../../test/fixtures'

type Body = Record<string, unknown>
interface Stored {
  content: string
  source: string
  type: string
  occurred_at: string
  created_at: string
}
interface Outcome {
  successful: number
  failed: number
  results: { status: string; memory_id: string | null; error?: string; errors?: { field: string; message: string }[] }[]
}

/** A session in which messages are stored, and what is remembered in it, the first stored first. */
async function open(key: string) {
  const { agent_id, session_token: token } = await startSession(key)
  const address = `/api/v2/agents/${agent_id}`
  return {
    send: (messages: unknown, headers: Record<string, string> = {}) =>
      api.call<Outcome>('POST', `${address}/remember/messages`, { token, json: { messages }, headers }),
    recall: (query: string) => callOk<{ memories: Stored[] }>('POST', `${address}/recall`, { token, json: { query } }),
    stored: async () => {
      const { memories } = await callOk<{ memories: Stored[] }>('POST', `${address}/recall/changed-since`, {
        token,
        json: { since: '2020-01-01', limit: 100 },
      })
      return memories.toReversed()
    },
  }
}

test('messages are stored in order, as events that begin with who said them', async ({ key }) => {
  const { send, stored } = await open(key)
  const { status, body } = await send([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', name: 'Ada', content: 'I moved to Paris.', created_at: '2024-05-01T10:00:00Z' },
    { role: 'assistant', content: 'How do you like it?', created_at: 1_714_557_660 },
    {
      role: 'tool',
      name: 'weather',
      content: [
        { type: 'text', text: '18 °C' },
        { type: 'text', text: 'rain' },
      ],
    },
    { role: 'user', name: 'Ada', content: 'Ada: It is wet.' },
  ])
  expect([status, body.successful, body.failed]).toEqual([200, 5, 0])
  const memories = await stored()
  expect(memories.map(({ content }) => content)).toEqual([
    'System: Be brief.',
    'Ada: I moved to Paris.',
    'Assistant: How do you like it?',
    'weather: 18 °C\nrain',
    'Ada: It is wet.',
  ])
  expect(memories.map(({ source }) => source)).toEqual(['system', 'user', 'assistant', 'tool', 'user'])
  expect(new Set(memories.map(({ type }) => type))).toEqual(new Set(['event']))
  expect(memories[1]?.occurred_at).toBe('2024-05-01T10:00:00Z')
  expect(memories[2]?.occurred_at).toBe('2024-05-01T10:01:00Z')
  expect(memories[0]?.occurred_at).toBe(memories[0]?.created_at)
})

test('a question that names a speaker finds what that speaker said first', async ({ key }) => {
  const { send, recall } = await open(key)
  const said = ['Ada', 'Ben', 'Cem'].flatMap((name) => [
    { role: 'user', name, content: 'Yesterday I bought a new bicycle.' },
    { role: 'assistant', content: 'Nice!' },
    { role: 'user', name, content: 'See you tomorrow.' },
  ])
  await send(said)
  for (const name of ['Ada', 'Ben', 'Cem'])
    expect((await recall(`When did ${name} buy a bicycle?`)).memories[0]?.content).toBe(`${name}: Yesterday I bought a new bicycle.`)
})

test('each message that cannot be stored fails by itself, and says why', async ({ key }) => {
  const { send, stored } = await open(key)
  const { status, body } = await send([
    { role: 'user', content: 'first' },
    { role: 'robot', content: 'x' },
    { role: 'user', content: ' ' },
    { role: 'assistant', content: null },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'a' },
        { type: 'image_url', image_url: { url: 'x' } },
      ],
    },
    { role: 'user', name: 'Ada', content: 'x'.repeat(9996) },
    { role: 'user', content: 'x'.repeat(10_001) },
    { role: 'user', content: 7 },
    { role: 'user', content: 'x', created_at: 'yesterday' },
    { role: 'user', content: 'x', name: 'a\nb' },
    { role: 'user', content: 'x', Role: 'user' },
    'hello',
    { role: 'user', name: 'Ada', content: 'x'.repeat(9995) },
  ])
  expect([status, body.successful, body.failed]).toEqual([200, 2, 11])
  expect(body.results.map(({ error }) => error)).toEqual([
    undefined,
    'role must be one of user, assistant, system, tool.',
    'content must not be blank.',
    'content is required.',
    'content.1 is not a text part: only texts can be stored.',
    'content may be at most 9995 characters long, because the memory begins with the name of who said it.',
    'content may be at most 10000 characters long.',
    'content must be a text or a list of parts such as {"type": "text", "text": "…"}.',
    'created_at must be a time such as 2025-03-31T22:30:00Z or a date such as 2025-03-31.',
    'name must be one line.',
    expect.stringMatching(/^Role .*role/),
    'A message must be a JSON object.',
    undefined,
  ])
  expect((await stored()).map(({ content }) => content.length)).toEqual(['User: first'.length, 10_000])
})

test('a conversation has 1 to 200 messages', async ({ key }) => {
  const { send } = await open(key)
  const message = { role: 'user', content: 'x' }
  expect((await send([])).status).toBe(422)
  expect((await send(Array(201).fill(message))).status).toBe(422)
  expect((await send(Array(200).fill(message))).body.successful).toBe(200)
})

test('a retry with the same Idempotency-Key stores nothing again', async ({ key }) => {
  const { send, stored } = await open(key)
  const messages = [
    { role: 'user', content: 'once' },
    { role: 'user', content: '' },
  ]
  const first = await send(messages, { 'idempotency-key': 'once-1' })
  const again = await send(messages, { 'idempotency-key': 'once-1' })
  expect(again.body).toEqual(first.body)
  expect(again.headers.get('idempotent-replayed')).toBe('true')
  expect(await stored()).toHaveLength(1)
  expect((await send([{ role: 'user', content: 'other' }], { 'idempotency-key': 'once-1' })).body as unknown as Body).toMatchObject({
    code: 'idempotency_key_reused',
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atEnd } from '../../test/at-end'
import { type Conversation, storableMemories } from './dataset'
import { readLocomo } from './locomo'
import { readLongMemEval } from './longmemeval'

const folder = mkdtempSync(join(tmpdir(), 'memanto-recall-'))
atEnd(() => rmSync(folder, { recursive: true }))

function writeFile(content: unknown): string {
  const file = join(folder, 'data.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
  return file
}

async function readAll(conversations: AsyncIterable<Conversation>): Promise<Conversation[]> {
  const all: Conversation[] = []
  for await (const conversation of conversations) all.push(conversation)
  return all
}

const SAMPLE = {
  sample_id: 'conv-1',
  conversation: {
    speaker_a: 'Ada',
    session_10: [],
    session_10_date_time: '12:05 am on 9 May, 2023',
    session_2: [{ speaker: 'Ada', dia_id: 'D2:1', text: 'A "bracket" ] and }', blip_caption: 'a photo of a cat' }],
    session_2_date_time: '1:56 pm on 8 May, 2023',
  },
  qa: [
    { question: 'Which pet?', category: 4, evidence: ['D2:01; D9:9'] },
    { question: 'Never said?', category: 5 },
  ],
}

test('a LoCoMo turn becomes a memory with its speaker, its picture and the time of its session, in the order of the sessions', async () => {
  const [conversation] = await readAll(readLocomo(writeFile([SAMPLE])))
  expect(conversation).toEqual({
    name: 'locomo-conv-1',
    sessions: [
      {
        key: 'session_2',
        memories: [{ key: 'D2:1', text: 'Ada: A "bracket" ] and } [shares a photo of a cat]', occurredAt: '2023-05-08T13:56:00.000Z' }],
      },
      { key: 'session_10', memories: [] },
    ],
    questions: [
      { type: 'single-hop', text: 'Which pet?', expected: ['D2:1'] },
      { type: 'adversarial', text: 'Never said?', expected: [] },
    ],
  })
})

const INSTANCE = {
  question_id: 'q1',
  question_type: 'multi-session',
  question: 'How many?',
  haystack_session_ids: ['late', 'early'],
  haystack_dates: ['2023/04/11 (Tue) 08:00', '2023/04/10 (Mon) 17:50'],
  haystack_sessions: [[{ role: 'user', content: 'Three.', has_answer: true }], [{ role: 'assistant', content: 'Hello.' }]],
  answer_session_ids: ['late'],
}

test('a LongMemEval history is in the order of time, and its question expects turns and sessions', async () => {
  const [conversation] = await readAll(readLongMemEval(writeFile([INSTANCE])))
  expect(conversation).toEqual({
    name: 'longmemeval-q1',
    sessions: [
      {
        key: 'early',
        occurredAt: '2023-04-10T17:50:00.000Z',
        memories: [{ key: '1:0', text: 'assistant: Hello.', occurredAt: '2023-04-10T17:50:00.000Z' }],
      },
      {
        key: 'late',
        occurredAt: '2023-04-11T08:00:00.000Z',
        memories: [{ key: '0:0', text: 'user: Three.', occurredAt: '2023-04-11T08:00:00.000Z' }],
      },
    ],
    questions: [{ type: 'multi-session', text: 'How many?', expected: ['0:0'], expectedSessions: ['late'] }],
  })
})

test('a LongMemEval question without an answer in its history expects nothing', async () => {
  const [conversation] = await readAll(readLongMemEval(writeFile([{ ...INSTANCE, question_id: 'q2_abs' }])))
  expect(conversation?.questions).toEqual([{ type: 'multi-session', text: 'How many?', expected: [] }])
})

test.each([
  ['{"a": 1}', 'data.json is not a JSON array of objects.'],
  ['[{"a": ', 'data.json is not a whole JSON array: its end is missing.'],
  ['[]', 'data.json holds no object.'],
  ['[{"a": 1}]', 'data.json, object 1: this is not the expected format.'],
  ['[{"a": }]', 'data.json, object 1: this is not valid JSON.'],
])('a file with %s is refused by name', async (content, message) => {
  await expect(readAll(readLocomo(writeFile(content)))).rejects.toThrow(message)
})

test('a text that is too long for one memory becomes several, never cut within a character', () => {
  const pieces = storableMemories({ key: 'k', text: `${'a'.repeat(9_999)}😀b\0` })
  expect(pieces.map(({ key, text }) => [key, text])).toEqual([
    ['k', 'a'.repeat(9_999)],
    ['k', '😀b'],
  ])
})

import { z } from 'zod'
import type { Conversation, ConversationSession } from './dataset'
import { jsonElements } from './json-elements'

/**
 * LongMemEval (Wu et al., ICLR 2025) as its authors publish it: longmemeval_s.json, longmemeval_m.json or longmemeval_oracle.json, in the
 * format that "Dataset Format" in the README of https://github.com/xiaowu0162/LongMemEval describes. Each question has a history of its own.
 */
const INSTANCE = z
  .object({
    question_id: z.string(),
    question_type: z.string(),
    question: z.string(),
    haystack_session_ids: z.array(z.string()),
    haystack_dates: z.array(z.string()),
    haystack_sessions: z.array(z.array(z.object({ role: z.string(), content: z.string(), has_answer: z.boolean().nullish() }))),
    answer_session_ids: z.array(z.string()),
  })
  .refine(
    ({ haystack_session_ids: ids, haystack_dates: dates, haystack_sessions: sessions }) =>
      ids.length === sessions.length && dates.length === sessions.length,
    'haystack_session_ids, haystack_dates and haystack_sessions must be equally long',
  )

type Instance = z.output<typeof INSTANCE>

/** The conversations of a file; those of questions that have no answer in their history have no expected memory, and are not asked. */
export async function* readLongMemEval(file: string): AsyncGenerator<Conversation> {
  for await (const instance of jsonElements(file, INSTANCE)) yield conversationOf(instance)
}

function conversationOf(instance: Instance): Conversation {
  const { question_id: id, question_type: type, question: text, haystack_sessions: sessions } = instance
  const expected = sessions.flatMap((turns, session) => turns.flatMap((turn, place) => (turn.has_answer ? [turnKey(session, place)] : [])))
  // The authors mark questions about what never happened so, and leave them out when they measure retrieval.
  const question = id.endsWith('_abs')
    ? { type, text, expected: [] }
    : { type, text, expected, expectedSessions: instance.answer_session_ids }
  return { name: `longmemeval-${id}`, sessions: inOrder(instance), questions: [question] }
}

const turnKey = (session: number, place: number) => `${session}:${place}`

/** The sessions by time: those of longmemeval_oracle.json are not sorted. */
function inOrder({ haystack_session_ids: ids, haystack_dates: dates, haystack_sessions: sessions }: Instance): ConversationSession[] {
  return sessions
    .map((turns, session) => {
      const occurredAt = timeOf(dates[session] ?? '')
      const memories = turns.map(({ role, content }, place) => ({ key: turnKey(session, place), text: `${role}: ${content}`, occurredAt }))
      return { key: ids[session] ?? '', occurredAt, memories }
    })
    .sort((a, b) => a.occurredAt.localeCompare(b.occurredAt))
}

/** "2023/04/10 (Mon) 17:50", which names no time zone and is read as UTC. */
function timeOf(text: string): string {
  const [, date = '', clock = ''] = /^(\d{4}\/\d{2}\/\d{2}) \(\w+\) (\d{2}:\d{2})$/.exec(text.trim()) ?? []
  const time = new Date(`${date.replaceAll('/', '-')}T${clock}:00Z`)
  if (Number.isNaN(time.getTime())) throw new Error(`LongMemEval: "${text}" is not a time such as "2023/04/10 (Mon) 17:50".`)
  return time.toISOString()
}

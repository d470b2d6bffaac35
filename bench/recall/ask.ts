import type { Api } from './api'
import { inParallel } from './in-parallel'
import { type Found, findPlaces } from './metrics'
import { CONNECTIONS, type StoredQuestion } from './store'

/** What a recall found of what one question expects. */
export interface Outcome {
  type: string
  question: string
  expected: string[]
  memories: Found
  /** By sessions rather than memories, where the data set names those. */
  sessions: Found | undefined
  /** The texts that came first. */
  firstTexts: string[]
  milliseconds: number
}

const FIRST_TEXTS = 3

/** Asks each question once. Outcomes are in the order of the questions. */
export async function askQuestions(api: Api, questions: StoredQuestion[], limit: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  await inParallel(CONNECTIONS, questions.entries(), async ([place, question]) => {
    outcomes[place] = await askQuestion(api, question, limit)
  })
  return outcomes
}

async function askQuestion(api: Api, { question, session, keys, sessionIds }: StoredQuestion, limit: number): Promise<Outcome> {
  const from = performance.now()
  const recalled = await api.recall(session, question.text, limit)
  const milliseconds = performance.now() - from
  return {
    type: question.type,
    question: question.text,
    expected: question.expected,
    memories: findPlaces(
      recalled.map(({ id }) => keys.get(id) ?? id),
      new Set(keys.values()),
    ),
    sessions:
      sessionIds &&
      findPlaces(
        recalled.map(({ session_id }) => session_id),
        sessionIds,
      ),
    firstTexts: recalled.slice(0, FIRST_TEXTS).map(({ content }) => content),
    milliseconds,
  }
}

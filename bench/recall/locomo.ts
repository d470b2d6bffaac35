import { z } from 'zod'
import type { Conversation, ConversationSession, Question } from './dataset'
import { jsonElements } from './json-elements'

/**
 * LoCoMo (Maharana et al., ACL 2024) as its authors publish it: data/locomo10.json of https://github.com/snap-research/locomo, whose README
 * describes the fields. A turn is one memory, and `evidence` names turns by their `dia_id`.
 */
const SAMPLE = z.object({
  sample_id: z.string(),
  conversation: z.record(z.string(), z.unknown()),
  qa: z.array(z.object({ question: z.string(), category: z.int().min(1).max(5), evidence: z.array(z.string()).default([]) })),
})

const TURNS = z.array(z.object({ speaker: z.string(), dia_id: z.string(), text: z.string(), blip_caption: z.string().optional() }))

export const ADVERSARIAL = 'adversarial'
/** What the numbers of the categories mean: the paper's question types in the order of the numbers. */
const TYPES = ['multi-hop', 'temporal', 'open-domain', 'single-hop', ADVERSARIAL]

export async function* readLocomo(file: string): AsyncGenerator<Conversation> {
  for await (const { sample_id, conversation, qa } of jsonElements(file, SAMPLE)) {
    const sessions = sessionsOf(sample_id, conversation)
    const known = new Set(sessions.flatMap(({ memories }) => memories.map(({ key }) => key)))
    yield { name: `locomo-${sample_id}`, sessions, questions: qa.map((asked) => questionOf(asked, known)) }
  }
}

function sessionsOf(sample: string, conversation: Record<string, unknown>): ConversationSession[] {
  const keys = Object.keys(conversation).filter((key) => /^session_\d+$/.test(key))
  if (keys.length === 0) throw new Error(`LoCoMo conversation ${sample} has no field session_1.`)
  return keys.sort((a, b) => numberOf(a) - numberOf(b)).map((key) => sessionOf(sample, conversation, key))
}

const numberOf = (key: string) => Number(key.replace('session_', ''))

function sessionOf(sample: string, conversation: Record<string, unknown>, key: string): ConversationSession {
  const turns = TURNS.safeParse(conversation[key])
  if (!turns.success)
    throw new Error(`LoCoMo conversation ${sample}, ${key}: this is not the expected format.\n${z.prettifyError(turns.error)}`)
  const occurredAt = timeOf(`${conversation[`${key}_date_time`]}`)
  const memories = turns.data.map(({ speaker, dia_id, text, blip_caption }) => ({
    key: dia_id,
    text: `${speaker}: ${text}${blip_caption === undefined ? '' : ` [shares ${blip_caption}]`}`,
    occurredAt,
  }))
  return { key, memories }
}

/** "1:56 pm on 8 May, 2023", which names no time zone and is read as UTC. */
function timeOf(text: string): string {
  const [, clock = '', date = ''] = /^(\d+:\d+ [ap]m) on (.+)$/i.exec(text.trim()) ?? []
  const time = new Date(`${date} ${clock} UTC`)
  if (Number.isNaN(time.getTime())) throw new Error(`LoCoMo: "${text}" is not a time such as "1:56 pm on 8 May, 2023".`)
  return time.toISOString()
}

/** Some entries of the published file hold several ids, a zero too many (D30:05) or a colon too many (D:11:26), and a few name no turn. */
function questionOf({ question, category, evidence }: z.output<typeof SAMPLE>['qa'][number], known: Set<string>): Question {
  const ids = [...evidence.join(' ').matchAll(/D:?(\d+):0*(\d+)/g)].map(([, session, turn]) => `D${session}:${turn}`)
  return { type: TYPES[category - 1] ?? '', text: question, expected: [...new Set(ids)].filter((id) => known.has(id)) }
}

import { percentile } from '../measure'
import { alignedTable } from '../table'
import type { Outcome } from './ask'
import { ADVERSARIAL } from './locomo'
import { type Found, mean, ndcgAt, recallAt, reciprocalRank } from './metrics'
import type { Stored } from './store'

interface Line {
  type: string
  questions: number
  recall_at_5: number
  recall_at_10: number
  ndcg_at_10: number
  mrr: number
}

export interface Amounts {
  agents: number
  sessions: number
  memories: number
  questions: number
  skipped_questions: number
  recall_p50_ms: number
  recall_p95_ms: number
}

export interface PublicReport extends Amounts {
  name: string
  by_memory: Line[]
  /** Empty where the data set names no sessions. */
  by_session: Line[]
}

/** The figures of a public data set by question type, and of all types together. */
export function publicReport(name: string, stored: Stored, outcomes: Outcome[]): PublicReport {
  const bySession = outcomes.flatMap(({ type, sessions }) => (sessions ? [{ type, found: sessions }] : []))
  const byMemory = outcomes.map(({ type, memories }) => ({ type, found: memories }))
  return { name, ...amountsOf(stored, outcomes), by_memory: linesOf(byMemory), by_session: linesOf(bySession) }
}

export function amountsOf({ agents, sessions, memories, skipped }: Stored, outcomes: Outcome[]): Amounts {
  const sorted = outcomes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b)
  return {
    agents,
    sessions,
    memories,
    questions: outcomes.length,
    skipped_questions: skipped,
    recall_p50_ms: rounded(percentile(sorted, 50), 1),
    recall_p95_ms: rounded(percentile(sorted, 95), 1),
  }
}

interface TypedFound {
  type: string
  found: Found
}

/** One line for each type, and for all of them; without the adversarial questions too, which published results often leave out. */
function linesOf(all: TypedFound[]): Line[] {
  if (all.length === 0) return []
  const ofType = (type: string) => all.filter((one) => one.type === type)
  const types = [...new Set(all.map(({ type }) => type))].sort()
  const lines = [...types.map((type) => lineOf(type, ofType(type))), lineOf('all', all)]
  const rest = all.filter(({ type }) => type !== ADVERSARIAL)
  return rest.length === all.length ? lines : [...lines, lineOf(`all but ${ADVERSARIAL}`, rest)]
}

function lineOf(type: string, typed: TypedFound[]): Line {
  const average = (metric: (found: Found) => number) => rounded(mean(typed.map(({ found }) => metric(found))), 4)
  return {
    type,
    questions: typed.length,
    recall_at_5: average((found) => recallAt(found, 5)),
    recall_at_10: average((found) => recallAt(found, 10)),
    ndcg_at_10: average((found) => ndcgAt(found, 10)),
    mrr: average(reciprocalRank),
  }
}

const rounded = (value: number, digits: number) => Number(value.toFixed(digits))

export function publicTables(report: PublicReport): string {
  const bySession = report.by_session.length > 0 ? ['', tableOf('by session', report.by_session)] : []
  return [`${report.name}: ${amountsText(report)}`, '', tableOf('by memory', report.by_memory), ...bySession].join('\n')
}

export function amountsText({ agents, sessions, memories, questions, skipped_questions, recall_p50_ms, recall_p95_ms }: Amounts): string {
  const asked = `${questions} questions asked, ${skipped_questions} without an expected memory not asked`
  return `${agents} agents, ${sessions} sessions, ${memories} memories; ${asked}; recall p50 ${recall_p50_ms} ms, p95 ${recall_p95_ms} ms`
}

function tableOf(title: string, lines: Line[]): string {
  const head = [title, 'questions', 'recall@5', 'recall@10', 'nDCG@10', 'MRR']
  const cells = lines.map(({ type, questions, recall_at_5, recall_at_10, ndcg_at_10, mrr }) => [
    type,
    String(questions),
    ...[recall_at_5, recall_at_10, ndcg_at_10, mrr].map(hundredths),
  ])
  return alignedTable([head, ...cells])
}

const hundredths = (share: number) => (share * 100).toFixed(1)

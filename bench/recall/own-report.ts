import { alignedTable } from '../table'
import type { Outcome } from './ask'
import { isFoundIn } from './metrics'
import { type Group, ONE_AGENT } from './own-data'
import { type Amounts, amountsOf, amountsText } from './public-report'
import type { Stored } from './store'

/** The share of questions whose memory has to be among the first three: in each language, and in each other group as a whole; nothing is required where one agent has all. */
const REQUIRED_IN_TOP_3 = 0.9

interface Line {
  name: string
  questions: number
  /** How many of the questions have their memory first. */
  in_top_1: number
  /** How many of the questions have their memory among the first three. */
  in_top_3: number
  /** What `in_top_3` has to reach; null where nothing is required. */
  required: number | null
}

export interface OwnReport extends Amounts {
  group: Group | typeof ONE_AGENT
  lines: Line[]
  /** Questions whose memory is not among the first three, with the texts that are. */
  missed: { name: string; question: string; found: string[] }[]
}

/** How many questions of a group found their memory, by language or file, with those that did not. */
export function ownReport(group: OwnReport['group'], stored: Stored, outcomes: Outcome[]): OwnReport {
  const names = [...new Set(outcomes.map(({ type }) => type))].sort()
  const ofName = (name: string) => outcomes.filter(({ type }) => type === name)
  const lines = names.map((name) => lineOf(name, ofName(name), group === 'languages'))
  const all = lineOf('all', outcomes, group !== 'languages' && group !== ONE_AGENT)
  const missed = names
    .flatMap(ofName)
    .filter(({ memories }) => !isFoundIn(memories, 3))
    .map(({ type, question, firstTexts }) => ({ name: type, question, found: firstTexts }))
  return { group, ...amountsOf(stored, outcomes), lines: lines.length > 1 ? [...lines, all] : [all], missed }
}

function lineOf(name: string, outcomes: Outcome[], isRequired: boolean): Line {
  const count = (k: number) => outcomes.filter(({ memories }) => isFoundIn(memories, k)).length
  const required = isRequired ? Math.ceil(outcomes.length * REQUIRED_IN_TOP_3) : null
  return { name, questions: outcomes.length, in_top_1: count(1), in_top_3: count(3), required }
}

const isBelowRequired = ({ in_top_3, required }: Line) => required !== null && in_top_3 < required

/** One sentence for each line that does not reach what is required. */
export function describeShortfalls({ group, lines }: OwnReport): string[] {
  return lines
    .filter(isBelowRequired)
    .map(({ name, questions, in_top_3, required }) => `${group}, ${name}: ${in_top_3} of ${questions} in the top 3, ${required} required.`)
}

/** A report as text, for a terminal. */
export function ownTable(report: OwnReport): string {
  const head = ['', 'questions', 'in top 1', 'in top 3', 'required', '']
  const cells = report.lines.map((line) => [
    line.name,
    ...[line.questions, line.in_top_1, line.in_top_3, line.required ?? ''].map(String),
    isBelowRequired(line) ? 'below' : '',
  ])
  return [`Own set, ${report.group}: ${amountsText(report)}`, '', alignedTable([head, ...cells])].join('\n')
}

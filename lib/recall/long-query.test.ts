import { CompiledQuery } from 'kysely'
import { expect, test } from 'vitest'
import { type CandidateSearch, findCandidates } from '../../db/recall-candidates'
import type { Db } from '../../db/schema'
import { fillAgent } from '../../test/recall/fill-agent'
import { createAgent, db, EVERYTHING, teamId } from '../../test/recall/recalled-agents'
import { ANALYSIS_VERSION } from './analyze'
import { buildsEnded } from './build-index'
import { candidateTerms } from './candidate-index'
import { keptIndex } from './index-cache'
import { search } from './search'

const CHARACTERS = [
  ...'我们使用数据库存储客户订单和发票信息项目经理每周检查服务器状态并发送报告给团队会议时间地点安排合同价格支付方式产品质量问题处理',
]

/** Texts of Chinese characters that look random, and are always the same. */
function chineseTexts(count: number, length: number): string[] {
  let state = 5
  const character = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return CHARACTERS[state % CHARACTERS.length] ?? ''
  }
  return Array.from({ length: count }, () => Array.from({ length }, character).join(''))
}

const MEMORIES = 3000
const [QUERY = '', ...TEXTS] = [chineseTexts(1, 1000).join(''), ...chineseTexts(MEMORIES, 30)]

interface PlanNode {
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Join Filter'?: number
  Plans?: PlanNode[]
}

/** How many rows the nodes of a plan went through. */
const rowsIn = (node: PlanNode): number =>
  (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Join Filter'] ?? 0)) * node['Actual Loops'] +
  (node.Plans ?? []).reduce((sum, each) => sum + rowsIn(each), 0)

async function explain(searched: CandidateSearch, agentRowId: string): Promise<PlanNode> {
  const sent: CompiledQuery[] = []
  const recording = { executeQuery: async (query: CompiledQuery) => ({ rows: [], sent: sent.push(query) }) } as unknown as Db
  await findCandidates(recording, { team_id: teamId, id: agentRowId }, searched)
  const [{ sql, parameters } = expect.fail('a statement is sent')] = sent
  const explained = CompiledQuery.raw(`explain (analyze, timing off, format json) ${sql}`, [...parameters])
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained)
  return rows[0]?.['QUERY PLAN'][0].Plan ?? expect.fail('a plan is returned')
}

test('a long query in three thousand Chinese memories goes through each a bounded number of times, in the database and in an index', async () => {
  const agent = await createAgent()
  const texts = TEXTS.map((content) => ({ content }))
  await fillAgent(db, agent.sessionId(), texts)
  const { limit: _, ...filters } = EVERYTHING
  const sought = candidateTerms(QUERY)
  expect(sought.terms.length).toBeGreaterThan(300)
  // Each of 64 terms is looked for in each memory twice at most: where it is counted, and where it is weighed.
  expect(rowsIn(await explain({ ...filters, ...sought, analysis: ANALYSIS_VERSION }, agent.id))).toBeLessThan(2 * 64 * MEMORIES)
  await agent.found('nothing')
  await buildsEnded()
  const { index } = keptIndex({ team_id: teamId, id: agent.id }) ?? expect.fail('an index is kept')
  let read = 0
  let all = 0
  for (const entries of index.postings.values()) all += entries.length
  const postings = new Map(index.postings)
  postings.get = (term) => {
    const entries = index.postings.get(term)
    read += entries?.length ?? 0
    return entries
  }
  search({ ...index, postings }, QUERY, { limit: 10, now: new Date() })
  expect(read).toBeLessThan(3 * all)
})

import type { OnCleanUp } from '../clean-up'
import { openDatabase, POOL_SIZE, prepareDatabase } from '../database'
import { randomSecret, startProduct } from '../processes'
import { fillTeam } from '../team'
import { type Api, connectApi } from './api'
import { askQuestions, type Outcome } from './ask'
import type { Conversation, Conversations } from './dataset'
import { readLocomo } from './locomo'
import { readLongMemEval } from './longmemeval'
import { type RecallOptions, readRecallOptions } from './options'
import { GROUPS, ONE_AGENT, oneConversation, ownConversations, readOwnFiles } from './own-data'
import { describeShortfalls, type OwnReport, ownReport, ownTable } from './own-report'
import { type PublicReport, publicReport, publicTables } from './public-report'
import { type Stored, storeConversations } from './store'

/** Memories in an answer: as many as the figures are about. */
const LIMIT = 10
/** Ten sessions need more than ten memories, because several memories can be of one session. */
const LIMIT_WITH_SESSIONS = 50

/** Exit status; 1 is a run that failed. */
const BELOW_REQUIRED = 2

interface Reports {
  own: OwnReport[]
  public: PublicReport[]
}

/** `npm run bench -- recall`: how much of what was stored is found again, measured through the API. Sets the exit status to 2 where the own set finds too little. */
export async function benchRecall(args: string[], onCleanUp: OnCleanUp): Promise<void> {
  const options = readRecallOptions(args)
  const { url } = await openDatabase(onCleanUp)
  const { key } = await prepareDatabase(url, (pool) => fillTeam(pool, 'Recall'))
  const settings = { DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: randomSecret() }
  const { origin } = await startProduct(settings, onCleanUp)
  const reports = await measureAll(await connectApi(origin, key), options)
  console.log(options.json ? JSON.stringify(reports) : tablesOf(reports))
  const shortfalls = reports.own.flatMap(describeShortfalls)
  if (shortfalls.length === 0) return
  console.error(shortfalls.join('\n'))
  process.exitCode = BELOW_REQUIRED
}

async function measureAll(api: Api, { own, locomo, longmemeval }: RecallOptions): Promise<Reports> {
  const reports: Reports = { own: own ? await measureOwn(api) : [], public: [] }
  if (locomo !== undefined) reports.public.push(await measurePublic(api, 'LoCoMo', readLocomo(locomo), LIMIT))
  if (longmemeval !== undefined)
    reports.public.push(await measurePublic(api, 'LongMemEval', readLongMemEval(longmemeval), LIMIT_WITH_SESSIONS))
  return reports
}

async function measureOwn(api: Api): Promise<OwnReport[]> {
  const files = readOwnFiles()
  const reports: OwnReport[] = []
  for (const group of GROUPS) {
    if (group === 'dates' && !api.takesOccurredAt) {
      logProgress('dates: left out, because this server does not take occurred_at with a memory')
      continue
    }
    const { stored, outcomes } = await measure(api, group, ownConversations(files, group), LIMIT)
    reports.push(ownReport(group, stored, outcomes))
  }
  const { stored, outcomes } = await measure(api, ONE_AGENT, [oneConversation(files)], LIMIT)
  return [...reports, ownReport(ONE_AGENT, stored, outcomes)]
}

async function measurePublic(api: Api, name: string, conversations: AsyncIterable<Conversation>, limit: number): Promise<PublicReport> {
  const { stored, outcomes } = await measure(api, name, conversations, limit)
  return publicReport(name, stored, outcomes)
}

interface Measured {
  stored: Stored
  outcomes: Outcome[]
}

/** Stores everything, and only then asks, so that what a recall takes is not what storing takes. */
async function measure(api: Api, name: string, conversations: Conversations, limit: number): Promise<Measured> {
  logProgress(`${name}: storing`)
  const stored = await storeConversations(api, conversations)
  logProgress(`${name}: asking ${stored.questions.length} questions`)
  return { stored, outcomes: await askQuestions(api, stored.questions, limit) }
}

const logProgress = (what: string) => console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${what}`)

function tablesOf(reports: Reports): string {
  return ['', ...reports.own.map(ownTable), ...reports.public.map(publicTables)].join('\n\n')
}

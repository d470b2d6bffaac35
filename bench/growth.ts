import { type Call, growingCalls, shortCount } from './calls'
import type { OnCleanUp } from './clean-up'
import { createDatabase, openDatabase, POOL_SIZE, prepareDatabase } from './database'
import { fillDatabase, STANDARD_SIZE } from './fill'
import { compareSizes, growthTableOf, type MeasuredSize } from './growth-table'
import { type MeasureOptions, measureInTurns, overHttp } from './measure'
import type { Options } from './options'
import { randomSecret, startProduct } from './processes'
import { logProgress } from './progress'

const CONNECTIONS = 16
const AGENTS_PER_GROUP = 40_000

/** `npm run bench -- --growth`: the same calls for teams of several sizes, each in a database and with a server of its own, in turns. */
export async function benchGrowth({ effort, json, only, sizes }: Options, onCleanUp: OnCleanUp): Promise<void> {
  const { url } = await openDatabase(onCleanUp)
  const started: SizedCall[] = []
  for (const size of sizes) {
    logProgress(`filling a database with ${shortCount(size)} sessions and as many memories of one agent`)
    started.push(...(await startSize(await createDatabase(url, `size_${size}`), size, onCleanUp)))
  }
  const names = [...new Set(started.map(({ name }) => name))].filter((name) => name.includes(only))
  const measured: MeasuredSize[] = []
  for (const name of names) {
    logProgress(name)
    const calls = started.filter((call) => call.name === name)
    measured.push(...(await measureSizes(calls, effort)))
  }
  const rows = compareSizes(measured)
  console.log(json ? JSON.stringify({ rows }) : `\n${growthTableOf(rows)}`)
}

interface SizedCall extends Call {
  size: number
  origin: string
}

async function startSize(url: string, size: number, onCleanUp: OnCleanUp): Promise<SizedCall[]> {
  const fillSize = { ...STANDARD_SIZE, sessions: size, memories: size, agentsPerGroup: AGENTS_PER_GROUP }
  const team = await prepareDatabase(url, (pool) => fillDatabase(pool, fillSize))
  const settings = { DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: randomSecret() }
  const { origin } = await startProduct(settings, onCleanUp)
  const calls = await growingCalls({ origin, team, size: fillSize })
  return calls.map((call) => ({ ...call, size, origin }))
}

async function measureSizes(calls: SizedCall[], effort: MeasureOptions): Promise<MeasuredSize[]> {
  const figures = await measureInTurns(calls.map(overHttp), CONNECTIONS, effort)
  return calls.flatMap(({ name, size }, place) => {
    const figure = figures[place]
    return figure ? [{ name, size, ...figure }] : []
  })
}

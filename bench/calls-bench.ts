import type { BareServerTask } from './bare-server'
import { barePath, type Call, productCalls, references } from './calls'
import type { OnCleanUp } from './clean-up'
import { openDatabase, POOL_SIZE, prepareDatabase } from './database'
import { fillDatabase, STANDARD_SIZE } from './fill'
import { type MeasureOptions, measure } from './measure'
import type { Options } from './options'
import { randomSecret, residentMegabytes, startComparisonServer, startProduct } from './processes'
import { logProgress } from './progress'
import { compareAll, type Measured, tableOf } from './table'

/** `npm run bench`: each call of the product, compared with bare servers in the same run. */
export async function benchCalls({ effort, json, only }: Options, onCleanUp: OnCleanUp): Promise<void> {
  logProgress('filling a database')
  const { url } = await openDatabase(onCleanUp)
  const team = await prepareDatabase(url, (pool) => fillDatabase(pool))
  logProgress('starting the servers')
  const secret = randomSecret()
  const product = await startProduct({ DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: secret }, onCleanUp)
  const all = [...references, ...(await productCalls({ origin: product.origin, team, size: STANDARD_SIZE }))]
  const calls = all.filter(({ name }, place) => place < references.length || name.includes(only))
  const order: BareServerTask = { databaseUrl: url, poolSize: POOL_SIZE, secret, key: team, statements: statementsOf(calls) }
  const [bare, next] = await Promise.all([startComparisonServer('bare', order, onCleanUp), startComparisonServer('next', {}, onCleanUp)])
  const origins = { product: product.origin, bare: bare.origin, next: next.origin }
  const rows = compareAll(await measureAll(calls, origins, effort))
  const rss_mb = residentMegabytes(product.pid)
  console.log(json ? JSON.stringify({ rows, rss_mb }) : `\n${tableOf(rows)}\n\nMemory of the server's process afterwards: ${rss_mb} MB`)
}

type Origins = Record<Call['server'], string>

const statementsOf = (calls: Call[]) =>
  Object.fromEntries(calls.flatMap(({ name, bare }) => (bare?.statement ? [[barePath(name), bare.statement]] : [])))

/** Each call on one connection and on many; many first: by the time there is but one, everything is warm. */
async function measureAll(calls: Call[], origins: Origins, effort: MeasureOptions): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const call of calls) {
    logProgress(call.name)
    const onMany = await measureCall(call, 16, origins, { ...effort, warmUpSeconds: 2 * effort.warmUpSeconds })
    measured.push(await measureCall(call, 1, origins, effort), onMany)
  }
  return measured
}

/** A call, compared in turns with what the bare server does for it. */
async function measureCall(
  { name, server, requests, bare }: Call,
  connections: number,
  origins: Origins,
  effort: MeasureOptions,
): Promise<Measured> {
  const other = bare && { origin: origins.bare, requests: bare.requests }
  const { figures, otherFigures } = await measure({ origin: origins[server], requests }, other, connections, effort)
  return { name, connections, ...figures, bareSql: otherFigures }
}

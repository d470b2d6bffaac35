import { serveBackgroundLoad } from './background-load'
import { type BareServerTask, serveBare } from './bare-server'
import { type Call, productCalls, references } from './calls'
import { type OnCleanUp, withCleanUp } from './clean-up'
import { benchDashboards } from './dashboards'
import { openDatabase, POOL_SIZE, prepareDatabase } from './database'
import { benchFairness } from './fairness'
import { fillDatabase } from './fill'
import { type MeasureOptions, measure } from './measure'
import { serveNext } from './next-server'
import { type Options, readOptions } from './options'
import { benchPages } from './pages'
import { randomSecret, residentMegabytes, startComparisonServer, startProduct } from './processes'
import { benchRecall } from './recall/recall'
import { sentTo } from './requests'
import { compareAll, type Measured, tableOf } from './table'

/** `npm run bench`; and the servers that the product is compared with, in processes of their own. */
export async function main(args: string[]): Promise<void> {
  if (process.send && args[0] === 'bare') return serveBare()
  if (process.send && args[0] === 'next') return serveNext()
  if (process.send && args[0] === 'crowd') return serveBackgroundLoad()
  if (args[0] === 'fairness') return withCleanUp((onCleanUp) => benchFairness(args.slice(1), onCleanUp))
  if (args[0] === 'pages') return withCleanUp((onCleanUp) => benchPages(args.slice(1), onCleanUp))
  if (args[0] === 'dashboards') return withCleanUp((onCleanUp) => benchDashboards(args.slice(1), onCleanUp))
  if (args[0] === 'recall') return withCleanUp((onCleanUp) => benchRecall(args.slice(1), onCleanUp))
  await withCleanUp((onCleanUp) => bench(readOptions(args), onCleanUp))
}

async function bench({ effort, json, only }: Options, onCleanUp: OnCleanUp): Promise<void> {
  logProgress('filling a database')
  const { url } = await openDatabase(onCleanUp)
  const filled = await prepareDatabase(url, fillDatabase)
  logProgress('starting the servers')
  const secret = randomSecret()
  const product = await startProduct({ DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: secret }, onCleanUp)
  const calls = (await productCalls(product.origin, filled)).filter(({ name }) => name.includes(only))
  const order: BareServerTask = { databaseUrl: url, poolSize: POOL_SIZE, secret, statements: statementsOf(calls) }
  const [bare, next] = await Promise.all([startComparisonServer('bare', order, onCleanUp), startComparisonServer('next', {}, onCleanUp)])
  const origins = { product: product.origin, bare: bare.origin, next: next.origin }
  const rows = compareAll(await measureAll([...references, ...calls], origins, effort))
  const rss_mb = residentMegabytes(product.pid)
  console.log(json ? JSON.stringify({ rows, rss_mb }) : `\n${tableOf(rows)}\n\nMemory of the server's process afterwards: ${rss_mb} MB`)
}

const logProgress = (what: string) => console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${what}`)

type Origins = Record<Call['server'], string>

/** Where the bare server runs the statement of a call. */
const pathOf = (name: string) => `/${encodeURIComponent(name)}`

const statementsOf = (calls: Call[]) =>
  Object.fromEntries(calls.flatMap(({ name, statement }) => (statement ? [[pathOf(name), statement]] : [])))

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

/** A call that is one statement, compared with the bare server that runs just that statement. */
async function measureCall(
  { name, server, requests, statement }: Call,
  connections: number,
  origins: Origins,
  effort: MeasureOptions,
): Promise<Measured> {
  const bare = statement && { origin: origins.bare, requests: sentTo(pathOf(name), requests) }
  const { figures, otherFigures } = await measure({ origin: origins[server], requests }, bare, connections, effort)
  return { name, connections, ...figures, bareSql: otherFigures }
}

import { type BareOrder, serveBare } from './bare-server'
import { type Call, productCalls, references } from './calls'
import { type Later, withCleanUp } from './clean-up'
import { serveCrowd } from './crowd'
import { benchDashboards } from './dashboards'
import { openDatabase, POOL_SIZE, prepareDatabase } from './database'
import { benchFairness } from './fairness'
import { fillDatabase } from './fill'
import { type Effort, measure } from './measure'
import { serveNext } from './next-server'
import { type Options, readOptions } from './options'
import { benchPages } from './pages'
import { sentTo } from './requests'
import { randomSecret, residentMegabytes, startPart, startProduct } from './running'
import { compared, type Measured, tableOf } from './table'

/** `npm run bench`; and the servers that the product is compared with, in processes of their own. */
export async function main(args: string[]): Promise<void> {
  if (process.send && args[0] === 'bare') return serveBare()
  if (process.send && args[0] === 'next') return serveNext()
  if (process.send && args[0] === 'crowd') return serveCrowd()
  if (args[0] === 'fairness') return withCleanUp((later) => benchFairness(args.slice(1), later))
  if (args[0] === 'pages') return withCleanUp((later) => benchPages(args.slice(1), later))
  if (args[0] === 'dashboards') return withCleanUp((later) => benchDashboards(args.slice(1), later))
  await withCleanUp((later) => bench(readOptions(args), later))
}

async function bench({ effort, json, only }: Options, later: Later): Promise<void> {
  say('filling a database')
  const { url } = await openDatabase(later)
  const { key, teamId } = await prepareDatabase(url, fillDatabase)
  say('starting the servers')
  const secret = randomSecret()
  const product = await startProduct({ DATABASE_URL: url, DATABASE_POOL_SIZE: String(POOL_SIZE), MEMANTO_SECRET: secret }, later)
  const calls = (await productCalls(product.origin, key, teamId)).filter(({ name }) => name.includes(only))
  const order: BareOrder = { databaseUrl: url, poolSize: POOL_SIZE, secret, statements: statementsOf(calls) }
  const [bare, next] = await Promise.all([startPart('bare', order, later), startPart('next', {}, later)])
  const origins = { product: product.origin, bare: bare.origin, next: next.origin }
  const rows = compared(await measureAll([...references, ...calls], origins, effort))
  const rss_mb = residentMegabytes(product.pid)
  console.log(json ? JSON.stringify({ rows, rss_mb }) : `\n${tableOf(rows)}\n\nMemory of the server's process afterwards: ${rss_mb} MB`)
}

const say = (what: string) => console.error(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${what}`)

type Origins = Record<Call['server'], string>

/** Where the bare server runs the statement of a call. */
const pathOf = (name: string) => `/${encodeURIComponent(name)}`

const statementsOf = (calls: Call[]) =>
  Object.fromEntries(calls.flatMap(({ name, statement }) => (statement ? [[pathOf(name), statement]] : [])))

/** Each call on one connection and on many; many first: by the time there is but one, everything is warm. */
async function measureAll(calls: Call[], origins: Origins, effort: Effort): Promise<Measured[]> {
  const measured: Measured[] = []
  for (const call of calls) {
    say(call.name)
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
  effort: Effort,
): Promise<Measured> {
  const bare = statement && { origin: origins.bare, requests: sentTo(pathOf(name), requests) }
  const { figures, otherFigures } = await measure({ origin: origins[server], requests }, bare, connections, effort)
  return { name, connections, ...figures, bareSql: otherFigures }
}

import type { Server } from 'node:http'
import { setFlagsFromString } from 'node:v8'
import { networkList, readSettings, type Settings } from '../env'
import { describeCause } from '../http/observe'
import { startMaintenance } from '../maintenance'
import { requestSeconds } from '../metrics'
import { lifecycle, log, setLogLevel } from '../process'
import { preloadIndexes } from '../recall/preload'
import { warmUpSearch } from '../recall/warm-up'
import { startRequestLog } from '../request-log/queue'
import { createDemoTeam } from '../teams/demo'
import { isSetUpPending } from '../teams/first-start'
import { mountRoutes, type Routes } from './api'
import { createLimitedServer } from './connection-limits'
import { migrateWhenReachable, type OpenDatabase, openDatabase } from './database'
import { listen } from './listen'
import { createListener, type PageListener, type RequestRules } from './listener'
import { printError } from './print-error'
import { recordServer } from './running-server'
import { shutDown, shutDownOnErrors, shutDownOnSignals, trackRequests } from './shutdown'
import { type NextStep, printStartMessage } from './start-message'
import { findStaticFiles } from './static-files'

/**
 * By so many percent the memory in use may grow until V8 collects garbage. By default it may become several times as much, so that an import of a large file took 100 MB
 * more for a while.
 */
const HEAP_GROWTH = 30

export type PreparePages = (server: Server) => Promise<PageListener>

/** Starts the server, which runs until it is stopped. The port opens first, so that `/health` responds while the database and the pages start in parallel. */
export async function start(routes: Routes, preparePages: PreparePages, args: string[] = []): Promise<void> {
  const settings = readSettings(process.env)
  setLogLevel(settings.LOG_LEVEL)
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`)
  lifecycle().starting = true
  let pages: PageListener | undefined
  const files = process.env.NODE_ENV === 'production' ? findStaticFiles() : new Map()
  const server = createLimitedServer(createListener(requestRules(settings), mountRoutes(routes), () => pages, files))
  const drain = trackRequests(server)
  const port = await listen(server, settings)
  const opening = openDatabase(settings)
  shutDownOnSignals(drain, opening)
  shutDownOnErrors(opening)
  try {
    const [prepared, { database, nextStep }] = await Promise.all([preparePages(server), waitForDatabase(opening, args.includes('--demo'))])
    if (lifecycle().stopping) return
    warmUpSearch()
    requestSeconds() // Creating the metrics takes 10 ms, which the first request would wait for.
    pages = prepared
    lifecycle().starting = false
    startMaintenance()
    startRequestLog()
    preloadIndexes().catch((error: unknown) =>
      log().warn({ cause: describeCause(error) }, 'the indexes of active agents could not be built; their first recalls build them'),
    )
    recordServer(database.place, { host: settings.HOST, port })
    printStartMessage(database, port, nextStep)
  } catch (error) {
    printError(error)
    await shutDown(opening, 1)
  }
}

/**
 * Prepares what the start message needs too, the demo team included: that is repeated while the database cannot be reached. As soon as requests are accepted, the
 * server has to survive a database that is lost.
 */
async function waitForDatabase(opening: Promise<OpenDatabase>, isDemo: boolean): Promise<{ database: OpenDatabase; nextStep: NextStep }> {
  const database = await opening
  const prepare = async () => ({ setUpPending: await isSetUpPending(), demo: isDemo ? await createDemoTeam() : undefined })
  return { database, nextStep: (await migrateWhenReachable(database, prepare)) ?? { setUpPending: false } }
}

function requestRules({ TRUST_PROXY = [], CORS_ORIGINS = [], PUBLIC_URL }: Settings): RequestRules {
  return { proxies: networkList(TRUST_PROXY), corsOrigins: new Set(CORS_ORIGINS), publicUrl: PUBLIC_URL }
}

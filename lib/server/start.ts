import type { Server } from 'node:http'
import { networkList, readSettings, type Settings } from '../env'
import { startMaintenance } from '../maintenance'
import { lifecycle, setLogLevel } from '../process'
import { createDemoTeam } from '../teams/demo'
import { mountRoutes, type Routes } from './api'
import { tell } from './complain'
import { migrateWhenUp, type OpenDatabase, openDatabase } from './database'
import { greet } from './greeting'
import { createLimitedServer } from './limits'
import { listen } from './listen'
import { createListener, type PageListener, type WireRules } from './listener'
import { recordServer } from './running-server'
import { leave, leaveOnErrors, leaveOnSignals, trackRequests } from './shutdown'
import { findStaticFiles } from './static-files'

export type PreparePages = (server: Server) => Promise<PageListener>

/** Starts the server and runs until it is stopped. The port opens first: `/health` answers while the database and the pages start at the same time. */
export async function start(routes: Routes, preparePages: PreparePages, args: string[] = []): Promise<void> {
  const settings = readSettings(process.env)
  setLogLevel(settings.LOG_LEVEL)
  lifecycle().starting = true
  let pages: PageListener | undefined
  const files = process.env.NODE_ENV === 'production' ? findStaticFiles() : new Map()
  const server = createLimitedServer(createListener(wireRules(settings), mountRoutes(routes), () => pages, files))
  const drain = trackRequests(server)
  const port = await listen(server, settings)
  const opening = openDatabase(settings)
  leaveOnSignals(drain, opening)
  leaveOnErrors(opening)
  try {
    const [prepared, database] = await Promise.all([preparePages(server), getReady(opening)])
    if (lifecycle().stopping) return
    pages = prepared
    lifecycle().starting = false
    startMaintenance()
    recordServer(database.place, { host: settings.HOST, port })
    const demo = args.includes('--demo') ? await createDemoTeam() : undefined
    await greet(database, port, demo)
  } catch (error) {
    tell(error)
    await leave(opening, 1)
  }
}

async function getReady(opening: Promise<OpenDatabase>): Promise<OpenDatabase> {
  const database = await opening
  await migrateWhenUp(database)
  return database
}

function wireRules({ TRUST_PROXY = [], CORS_ORIGINS = [], PUBLIC_URL }: Settings): WireRules {
  return { proxies: networkList(TRUST_PROXY), corsOrigins: new Set(CORS_ORIGINS), publicUrl: PUBLIC_URL }
}

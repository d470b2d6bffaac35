import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { lockAgent } from '../../db/agents'
import { ping } from '../../db/health'
import { respondTo } from '../../lib/http/respond'
import { db, settings } from '../../lib/process'
import type { Handler } from '../../lib/server/api'
import { printErrorAndExit } from '../../lib/server/print-error'
import { start } from '../../lib/server/start'
import { testPages, testRoutes } from './routes'

/** Returns a hash of the secret with which this process signs. */
const secretPrint: Handler = (request) =>
  respondTo(request, '/api/v2/secret-print', async () =>
    Response.json({ print: createHash('sha256').update(settings().MEMANTO_SECRET).digest('hex') }),
  )

const database: Handler = (request) =>
  respondTo(request, '/api/v2/database', async () => {
    await ping(db())
    return Response.json({ answered: true })
  })

/** Holds an agent's lock in a transaction that does nothing for a while. */
const hold: Handler = (request) =>
  respondTo(request, '/api/v2/hold', async () => {
    const { searchParams } = new URL(request.url)
    await db()
      .transaction()
      .execute(async (tx) => {
        await lockAgent(tx, searchParams.get('team') ?? '', searchParams.get('agent') ?? '', null)
        await pause(6_000)
        await lockAgent(tx, searchParams.get('team') ?? '', searchParams.get('agent') ?? '', null)
      })
    return Response.json({ held: true })
  })

const crash: Handler = (request) =>
  respondTo(request, '/api/v2/crash', async () => {
    setTimeout(() => {
      throw new Error('nobody catches this')
    })
    return Response.json({ crashing: true })
  })

const routes = {
  ...testRoutes,
  '/api/v2/secret-print': { GET: secretPrint },
  '/api/v2/database': { GET: database },
  '/api/v2/hold': { GET: hold },
  '/api/v2/crash': { POST: crash },
}

/** Starts the real server with test routes and without Next. */
export async function main(args: string[]): Promise<void> {
  await start(routes, async () => testPages, args).catch(printErrorAndExit)
}

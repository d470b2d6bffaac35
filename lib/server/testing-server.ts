import { createHash } from 'node:crypto'
import { ping } from '../../db/health'
import { endpoint } from '../http/endpoint'
import { db, settings } from '../process'
import { complain } from './complain'
import { start } from './start'
import { testPages, testRoutes } from './testing-routes'

/** Tells which secret this process signs with, without telling it. */
const secretPrint = endpoint(async () => Response.json({ print: createHash('sha256').update(settings().MEMANTO_SECRET).digest('hex') }))

const database = endpoint(async () => {
  await ping(db())
  return Response.json({ answered: true })
})

const crash = endpoint(async () => {
  setTimeout(() => {
    throw new Error('nobody catches this')
  })
  return Response.json({ crashing: true })
})

const routes = {
  ...testRoutes,
  '/api/v2/secret-print': { GET: secretPrint },
  '/api/v2/database': { GET: database },
  '/api/v2/crash': { POST: crash },
}

/** The real server for tests, `node lib/server/run.mjs testing-server`: with test routes, and without Next. */
export async function main(): Promise<void> {
  await start(routes, async () => testPages).catch(complain)
}

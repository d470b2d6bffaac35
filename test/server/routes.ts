import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import * as rest from '../../app/api/[[...rest]]/route'
import * as agents from '../../app/api/v2/agents/route'
import * as health from '../../app/health/route'
import * as metrics from '../../app/metrics/route'
import * as ready from '../../app/ready/route'
import { parseJsonObject, readText } from '../../lib/http/body'
import { clientOf } from '../../lib/http/client'
import { respondTo } from '../../lib/http/respond'
import type { Handler, Routes } from '../../lib/server/api'

/** Answers with what a handler gets. */
const echo: Handler = (request, { params }) =>
  respondTo(request, '/api/v2/echo/[name]', async () => {
    const { address, peer, isForwarded } = clientOf(request.headers)
    const headers = Object.fromEntries([...request.headers].filter(([name]) => name !== 'x-memanto-peer'))
    return Response.json({ method: request.method, url: request.url, params: await params, address, peer, forwarded: isForwarded, headers })
  })

const read: Handler = (request) =>
  respondTo(request, '/api/v2/read', async () => Response.json({ body: parseJsonObject(await readText(request)) }))

/** How many requests `slow` has begun to answer. */
let begun = 0

const slow: Handler = (request) =>
  respondTo(request, '/api/v2/slow', async () => {
    begun++
    await pause(Number(new URL(request.url).searchParams.get('ms')))
    return Response.json({ slept: true })
  })

const slowBegun: Handler = (request) => respondTo(request, '/api/v2/slow-begun', async () => Response.json({ begun }))

const throwing = () => {
  throw new Error('a secret detail')
}

export const testRoutes: Routes = {
  '/api/[[...rest]]': rest,
  '/api/v2/agents': agents,
  '/api/v2/echo/[name]': { GET: echo, POST: echo },
  '/api/v2/echo/[name]/list/[...items]': { GET: echo },
  '/api/v2/read': { POST: read },
  '/api/v2/slow': { GET: slow },
  '/api/v2/slow-begun': { GET: slowBegun },
  '/api/v2/throws': { GET: throwing },
  '/health': health,
  '/metrics': metrics,
  '/ready': ready,
}

/** Replaces Next, and answers with what it receives. */
export async function testPages(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { 'x-memanto-peer': _, ...headers } = request.headers
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ page: request.url, headers }))
}

import { z } from 'zod'
import type { Endpoint } from './entry'

const HEALTH = z.object({ status: z.literal('ok'), service: z.literal('MEMANTO'), version: z.string() }).meta({ id: 'Health' })
const READY = z.object({ status: z.literal('ready') }).meta({ id: 'Ready' })
const DOCUMENT = z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }).meta({ id: 'OpenApiDocument' })

export const SERVER_ENDPOINTS: Endpoint[] = [
  {
    operationId: 'getHealth',
    method: 'GET',
    path: '/health',
    tag: 'Server',
    summary: 'Liveness check',
    description: 'Returns 200 while the process runs, whatever the state of the database.',
    who: { kind: 'anyone' },
    gives: { status: 200, says: 'Alive.', shape: HEALTH, example: { status: 'ok', service: 'MEMANTO', version: '0.1.0' } },
  },
  {
    operationId: 'getReadiness',
    method: 'GET',
    path: '/ready',
    tag: 'Server',
    summary: 'Readiness check',
    description: 'Returns 503 until the database is reachable and its schema is up to date, and while the server is shutting down.',
    who: { kind: 'anyone' },
    gives: { status: 200, says: 'Ready.', shape: READY, example: { status: 'ready' } },
    fails: ['database_unavailable'],
  },
  {
    operationId: 'getOpenApi',
    method: 'GET',
    path: '/api/v2/openapi.json',
    tag: 'Server',
    summary: 'Get this document',
    who: { kind: 'anyone' },
    gives: {
      status: 200,
      says: 'The OpenAPI 3.1 document of this API. With `If-None-Match` it returns 304 while the document is unchanged.',
      shape: DOCUMENT,
      example: { openapi: '3.1.0', info: { title: 'Memanto', version: '0.1.0' }, paths: {} },
    },
    revalidates: true,
    fails: ['rate_limit_exceeded'],
  },
]

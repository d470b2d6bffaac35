import { z } from 'zod'
import { none } from '../auth/security'
import { defineOperation } from './operation'

const HEALTH = z.object({ status: z.literal('ok'), service: z.literal('MEMANTO'), version: z.string() }).meta({ id: 'Health' })
const READY = z.object({ status: z.literal('ready') }).meta({ id: 'Ready' })
const DOCUMENT = z.looseObject({ openapi: z.string(), info: z.looseObject({}), paths: z.looseObject({}) }).meta({ id: 'OpenApiDocument' })

/** The operations that need no credential. */
export const SERVER_OPERATIONS = {
  getHealth: defineOperation({
    id: 'getHealth',
    method: 'GET',
    path: '/health',
    tag: 'Server',
    summary: 'Liveness check',
    description: 'Returns 200 while the process runs, whatever the state of the database.',
    security: none,
    response: { status: 200, description: 'Alive.', schema: HEALTH, example: { status: 'ok', service: 'MEMANTO', version: '0.1.0' } },
  }),
  getReadiness: defineOperation({
    id: 'getReadiness',
    method: 'GET',
    path: '/ready',
    tag: 'Server',
    summary: 'Readiness check',
    description: 'Returns 503 until the database is reachable and its schema is up to date, and while the server is shutting down.',
    security: none,
    response: { status: 200, description: 'Ready.', schema: READY, example: { status: 'ready' } },
    errors: ['database_unavailable'],
  }),
  getOpenApi: defineOperation({
    id: 'getOpenApi',
    method: 'GET',
    path: '/api/v2/openapi.json',
    tag: 'Server',
    summary: 'Get this document',
    security: none,
    response: {
      status: 200,
      description: 'The OpenAPI 3.1 document of this API. With `If-None-Match` it returns 304 while the document is unchanged.',
      schema: DOCUMENT,
      example: { openapi: '3.1.0', info: { title: 'Memanto', version: '0.1.0' }, paths: {} },
      isRevalidated: true,
    },
    errors: ['rate_limit_exceeded'],
  }),
} as const

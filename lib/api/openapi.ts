import { createHash } from 'node:crypto'
import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig, zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { version } from '../../package.json'
import { type Operation, TAGS } from '../http/operation'
import { IDEMPOTENCY_KEY } from '../idempotency'
import { singleton } from '../process'
import { registerComponents } from './openapi-components'
import { INTRODUCTION } from './openapi-introduction'
import { pathParameters, queryParameters, requestBodyOf } from './openapi-request'
import { responsesOf } from './openapi-responses'
import { describeSecurity, securityOf } from './openapi-security'
import { OPERATIONS } from './operations'
import { PROBLEM } from './problem-schema'

/** An OpenAPI 3.1 document. */
export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>

/** Returns the OpenAPI 3.1 document of the API as an object, as text and as bytes, with its ETag. It is generated once per process. */
export function openApi(): { document: OpenApiDocument; text: string; bytes: Uint8Array<ArrayBuffer>; etag: string } {
  return singleton('openapi', () => {
    const document = generateDocument()
    const text = JSON.stringify(document)
    return {
      document,
      text,
      bytes: new TextEncoder().encode(text),
      etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
    }
  })
}

function generateDocument(): OpenApiDocument {
  const registry = new OpenAPIRegistry()
  for (const shape of [PROBLEM, ...OPERATIONS.map(({ response }) => response?.schema)]) registerNamedSchemas(shape)
  registerComponents(registry)
  for (const operation of OPERATIONS) registry.registerPath(routeConfigOf(operation))
  return new OpenApiGeneratorV31([{ type: 'schema', schema: PROBLEM }, ...registry.definitions]).generateDocument({
    openapi: '3.1.0',
    info: { title: 'Memanto', version, description: INTRODUCTION, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  })
}

function routeConfigOf(operation: Operation): RouteConfig {
  const { id, method, path, tag, summary, description, security, isIdempotent } = operation
  const body = requestBodyOf(operation)
  return {
    operationId: id,
    method: method.toLowerCase() as Lowercase<Operation['method']>,
    path,
    tags: [tag],
    summary,
    description: [description, describeSecurity(operation)].filter(Boolean).join('\n\n'),
    security: securityOf(security),
    request: {
      ...optionalEntry('params', pathParameters(path)),
      ...optionalEntry('query', queryParameters(operation)),
      ...(isIdempotent && { headers: headersOf(operation) }),
      ...(body && { body }),
    },
    responses: responsesOf(operation),
  }
}

const optionalEntry = <Name extends string>(name: Name, schema: z.ZodObject | undefined) => (schema ? { [name]: schema } : {})

const headersOf = ({ isConditional, streamedBody }: Operation) => {
  if (isConditional) return CONDITIONAL_HEADERS
  return streamedBody ? IMPORT_HEADERS : IDEMPOTENCY_HEADERS
}

const idempotencyKey = (description: string) =>
  z.object({ 'Idempotency-Key': z.string().regex(IDEMPOTENCY_KEY).optional().meta({ description }) })

const IDEMPOTENCY_HEADERS = idempotencyKey('Makes a retry safe: within 24 hours, the same key and request return the recorded response.')
const IMPORT_HEADERS = idempotencyKey(
  'Makes a retry safe: within 7 days, the same key and file go on after what was stored, or return the recorded response.',
)

const CONDITIONAL_HEADERS = IDEMPOTENCY_HEADERS.extend({
  'If-Match': z.string().optional().meta({
    description: 'The ETag of the version that was read. If it is no longer the present one, nothing is changed: 412.',
    example: '"3"',
  }),
})

/** Registers the schemas that have an id in `meta`, also nested ones: the library makes components only of registered schemas. */
function registerNamedSchemas(schema: z.ZodType | undefined): void {
  if (schema === undefined) return
  if (schema.meta()?.id) zodToOpenAPIRegistry.add(schema, {})
  const { def } = schema
  if (schema instanceof z.ZodObject)
    for (const field of Object.values(schema.shape as Record<string, z.ZodType>)) registerNamedSchemas(field)
  if (schema instanceof z.ZodUnion) for (const option of schema.options) registerNamedSchemas(option as z.ZodType)
  if (schema instanceof z.ZodArray) registerNamedSchemas(schema.element as z.ZodType)
  if ('innerType' in def) registerNamedSchemas(def.innerType as z.ZodType)
}

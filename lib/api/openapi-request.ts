import type { ZodRequestBody } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { BODY_LIMIT } from '../http/body'
import type { Operation } from '../http/operation'
import type { Parameters } from '../input/parameters'
import { PARAMETER_DESCRIPTIONS } from './parameter-descriptions'

type Shape = Record<string, z.ZodType>

/** Returns the schema of the parameters in a path; undefined when it has none. */
export function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return names.length === 0 ? undefined : z.object(Object.fromEntries(names.map((name) => [name, pathParameter(name)])))
}

const PATH_EXAMPLES = new Map([
  ['agent_id', 'customer-support'],
  ['session_id', 'sess_0m8xq4k2pVb81mPq9sXw2LtRa'],
  ['import_id', 'imp_0m8xq6r2kQd63nXa8vZf1JcTe'],
  ['memory_id', 'mem_0m8xq5n7cTf40kWz3uYe6HsDd'],
])

const pathParameter = (name: string) => z.string().meta({ description: PARAMETER_DESCRIPTIONS[name], example: PATH_EXAMPLES.get(name) })

/** Returns the schema of the query: all parameters of a GET, and copies of the body's fields for other methods. */
export function queryParameters({ request, items = {}, method, streamedBody }: Operation): z.ZodObject | undefined {
  if (request === undefined) return undefined
  const fields = Object.entries(request.schema.shape as Shape).filter(([name]) => !(name in items))
  const isOnlyInQuery = method === 'GET' || streamedBody !== undefined
  const own = fields.map(([name, type]) => [name, isOnlyInQuery ? queryField(name, type) : queryCopyOfBodyField(name, type)])
  return z.object(Object.fromEntries([...own, ...aliasesOf(request)]))
}

const queryField = (name: string, type: z.ZodType) => type.meta({ ...metaOf(type), description: descriptionOf(name, type) })

/** Without default and example: a documentation page that fills them in would send them in addition to the body. */
function queryCopyOfBodyField(name: string, type: z.ZodType): z.ZodType {
  const inner = withoutWrappers(type)
  const schema = inner instanceof z.ZodRecord ? z.string() : inner
  const notes = [descriptionOf(name, type), inner instanceof z.ZodRecord && 'Here as JSON text.', describeDefault(type)]
  return schema.optional().meta({ description: notes.filter(Boolean).join(' '), example: undefined })
}

/** Returns the body of an operation; undefined when it has none. */
export function requestBodyOf({
  method,
  request,
  items,
  bodyLimit = BODY_LIMIT,
  bodyExample,
  streamedBody,
}: Operation): ZodRequestBody | undefined {
  if (streamedBody) return streamedBodyOf(streamedBody)
  if (request === undefined || method === 'GET') return undefined
  const description = `Parameters can be here or in the query string. At most ${bodyLimit / 1_000_000} MB.`
  return { description, required: false, content: { 'application/json': { schema: bodySchema(request, items), example: bodyExample } } }
}

function streamedBodyOf({ mediaTypes, description, limit, example }: NonNullable<Operation['streamedBody']>): ZodRequestBody {
  const content = Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: z.string(), example }]))
  return { description: `${description} At most ${limit / 1_000_000} MB.`, required: true, content }
}

function bodySchema(request: Parameters<z.ZodRawShape>, items: Operation['items'] = {}): z.ZodObject {
  const fields = Object.entries(request.schema.shape as Shape).map(([name, type]) => {
    const each = items[name]
    const schema = each && type instanceof z.ZodArray ? type.clone({ ...type.def, element: bodySchema(each) }) : type
    return [name, schema.meta({ ...metaOf(type), description: descriptionOf(name, type) })]
  })
  return z.object(Object.fromEntries([...fields, ...aliasesOf(request)]))
}

function aliasesOf({ schema, aliases }: Parameters<z.ZodRawShape>): [string, z.ZodType][] {
  return Object.entries(aliases).flatMap(([name, others = []]) =>
    others.map((other): [string, z.ZodType] => [other, aliasField(name, (schema.shape as Shape)[name] ?? z.unknown())]),
  )
}

function aliasField(name: string, type: z.ZodType): z.ZodType {
  const description = `Alias of \`${name}\`.`
  return withoutWrappers(type)
    .optional()
    .meta({ description, deprecated: true, example: undefined, param: { deprecated: true } })
}

/** Returns a schema without its `default` and `optional` wrappers. */
function withoutWrappers(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodOptional || type instanceof z.ZodDefault ? withoutWrappers(type.unwrap() as z.ZodType) : type
}

const metaOf = (type: z.ZodType) => ({ ...withoutWrappers(type).meta(), ...type.meta() })

const descriptionOf = (name: string, type: z.ZodType) => metaOf(type).description ?? PARAMETER_DESCRIPTIONS[name]

const describeDefault = (type: z.ZodType) => type instanceof z.ZodDefault && `Default: ${JSON.stringify(type.def.defaultValue)}.`

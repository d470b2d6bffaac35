import type { ZodRequestBody } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'
import { BODY_LIMIT } from '../http/body'
import type { Operation } from '../http/operation'
import type { Parameters } from '../input/parameters'
import { PARAMETER_WORDS } from './parameter-descriptions'

type Shape = Record<string, z.ZodType>

/** The parameters in a path. */
export function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return names.length === 0 ? undefined : z.object(Object.fromEntries(names.map((name) => [name, pathParameter(name)])))
}

const EXAMPLES = new Map([
  ['agent_id', 'customer-support'],
  ['session_id', 'sess_0m8xq4k2pVb81mPq9sXw2LtRa'],
  ['memory_id', 'mem_0m8xq5n7cTf40kWz3uYe6HsDd'],
])

const pathParameter = (name: string) => z.string().meta({ description: PARAMETER_WORDS[name], example: EXAMPLES.get(name) })

/** The parameters in the query: all of them by GET, copies of the body's elsewhere. */
export function queryParameters({ request, items = {}, method }: Operation): z.ZodObject | undefined {
  if (request === undefined) return undefined
  const fields = Object.entries(request.schema.shape as Shape).filter(([name]) => !(name in items))
  const own = fields.map(([name, type]) => [name, method === 'GET' ? inQuery(name, type) : copyInQuery(name, type)])
  return z.object(Object.fromEntries([...own, ...aliasesOf(request)]))
}

const inQuery = (name: string, type: z.ZodType) => type.meta({ ...metaOf(type), description: wordsFor(name, type) })

/** Neither default nor example: a form that fills them in would contradict the body. */
function copyInQuery(name: string, type: z.ZodType): z.ZodType {
  const inner = bare(type)
  const schema = inner instanceof z.ZodRecord ? z.string() : inner
  const notes = [wordsFor(name, type), inner instanceof z.ZodRecord && 'Here as JSON text.', defaultWords(type)]
  return schema.optional().meta({ description: notes.filter(Boolean).join(' '), example: undefined })
}

export function bodyOf({ method, request, items, bodyLimit = BODY_LIMIT, bodyExample }: Operation): ZodRequestBody | undefined {
  if (request === undefined || method === 'GET') return undefined
  const description = `Parameters can be here or in the query string. At most ${bodyLimit / 1_000_000} MB.`
  return { description, required: false, content: { 'application/json': { schema: bodySchema(request, items), example: bodyExample } } }
}

function bodySchema(request: Parameters<z.ZodRawShape>, items: Operation['items'] = {}): z.ZodObject {
  const fields = Object.entries(request.schema.shape as Shape).map(([name, type]) => {
    const each = items[name]
    const schema = each && type instanceof z.ZodArray ? type.clone({ ...type.def, element: bodySchema(each) }) : type
    return [name, schema.meta({ ...metaOf(type), description: wordsFor(name, type) })]
  })
  return z.object(Object.fromEntries([...fields, ...aliasesOf(request)]))
}

function aliasesOf({ schema, aliases }: Parameters<z.ZodRawShape>): [string, z.ZodType][] {
  return Object.entries(aliases).flatMap(([name, others = []]) =>
    others.map((other): [string, z.ZodType] => [other, alias(name, (schema.shape as Shape)[name] ?? z.unknown())]),
  )
}

function alias(name: string, type: z.ZodType): z.ZodType {
  const description = `Alias of \`${name}\`.`
  return bare(type)
    .optional()
    .meta({ description, deprecated: true, example: undefined, param: { deprecated: true } })
}

/** Without default and optional. */
function bare(type: z.ZodType): z.ZodType {
  return type instanceof z.ZodOptional || type instanceof z.ZodDefault ? bare(type.unwrap() as z.ZodType) : type
}

const metaOf = (type: z.ZodType) => ({ ...bare(type).meta(), ...type.meta() })

const wordsFor = (name: string, type: z.ZodType) => metaOf(type).description ?? PARAMETER_WORDS[name]

const defaultWords = (type: z.ZodType) => type instanceof z.ZodDefault && `Default: ${JSON.stringify(type.def.defaultValue)}.`

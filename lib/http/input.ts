import { z } from 'zod'
import { AppError, type FieldError } from '../errors'
import { readJsonObject } from './body'

/** What an endpoint takes: the zod shape that validates and documents it, and the other names of its fields. */
export interface Parameters<Shape extends z.ZodRawShape> {
  schema: z.ZodObject<Shape>
  aliases: { [Name in keyof Shape]?: readonly string[] }
}

export function parameters<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  return { schema: z.object(shape), aliases }
}

/** A value, or the failure that is told only once the caller proved to be someone. */
export type Held<T> = { value: T; refusal?: undefined } | { value?: undefined; refusal: AppError }

/** Parameters of a request that changes something: from the query, a JSON body, or both. */
export async function readInput<Shape extends z.ZodRawShape>(
  request: Request,
  expected: Parameters<Shape>,
  bodyLimit?: number,
): Promise<z.output<z.ZodObject<Shape>>> {
  const body = request.method === 'GET' ? {} : await readJsonObject(request, bodyLimit)
  return readFields(expected, [...queryValues(request), ...Object.entries(body)])
}

/** The same, for the calls that authenticate and work in one statement. */
export async function holdInput<Shape extends z.ZodRawShape>(
  request: Request,
  expected: Parameters<Shape>,
  bodyLimit?: number,
): Promise<Held<z.output<z.ZodObject<Shape>>>> {
  try {
    return { value: await readInput(request, expected, bodyLimit) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { refusal: thrown }
    throw thrown
  }
}

type Given = [name: string, value: unknown]

function queryValues(request: Request): Given[] {
  const start = request.url.indexOf('?')
  return start === -1 ? [] : valuesOf(new URLSearchParams(request.url.slice(start)))
}

/** What a query or a form holds; a name that comes more than once is a list. */
export function valuesOf(sent: URLSearchParams | FormData): Given[] {
  return [...new Set(sent.keys())].map((name) => {
    const values = sent.getAll(name)
    return [name, values.length === 1 ? values[0] : values]
  })
}

/** Picks, coerces and validates the fields of a shape; everything else is ignored. */
export function readFields<Shape extends z.ZodRawShape>(
  { schema, aliases }: Parameters<Shape>,
  given: Given[],
): z.output<z.ZodObject<Shape>> {
  const values: Record<string, unknown> = {}
  const errors: FieldError[] = []
  for (const [field, type] of Object.entries(schema.shape)) {
    const names: string[] = [field, ...(aliases[field] ?? [])]
    const found = given.filter(([name]) => names.includes(name)).map(([, value]) => coerce(value, kindOf(type)))
    const [first, ...others] = found.filter((value) => value !== undefined)
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
      errors.push({ field, message: `was given ${others.length + 1} times with different values (${names.join(', ')})` })
    if (first !== undefined) values[field] = first
  }
  const read = schema.safeParse(values)
  if (!read.success) errors.push(...read.error.issues.map(fieldError))
  if (read.success && errors.length === 0) return read.data
  throw invalid(errors)
}

function invalid(errors: FieldError[]): AppError {
  const [first] = errors
  return new AppError('invalid_request', `${first?.field} ${first?.message}.`, { errors })
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path.join('.') || 'body'
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  return { field, message: isMissing ? 'is required' : inOurWords(issue.message) }
}

/** So that the field's name and the message read as one sentence. */
function inOurWords(message: string): string {
  return message
    .replace(/^Invalid input: /, 'is not valid: ')
    .replace(/^Invalid option: expected /, 'must be ')
    .replace(/^Too /, 'is too ')
}

type Kind = 'number' | 'boolean' | 'array' | 'object' | 'other'

/** What a field holds, beneath optional, default and the like. */
function kindOf(type: unknown): Kind {
  let { def } = type as z.ZodType
  while ('innerType' in def || 'in' in def) def = (('innerType' in def ? def.innerType : (def as { in: z.ZodType }).in) as z.ZodType).def
  if (def.type === 'record') return 'object'
  return def.type === 'number' || def.type === 'boolean' || def.type === 'array' || def.type === 'object' ? def.type : 'other'
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)$/
const BOOLEANS = new Map([
  ['true', true],
  ['True', true],
  ['1', true],
  ['false', false],
  ['False', false],
  ['0', false],
])

/** Text from a query (or a lenient JSON body) becomes what its field holds; what does not fit stays, for zod to refuse. Null and '' are absent. */
function coerce(value: unknown, kind: Kind): unknown {
  if (value === null || value === '') return undefined
  if (kind === 'array') return toList(value)
  if (typeof value !== 'string') return value === 1 && kind === 'boolean' ? true : value
  if (kind === 'number') return NUMBER.test(value.trim()) ? Number(value) : value
  if (kind === 'boolean') return BOOLEANS.get(value) ?? value
  return kind === 'object' ? parsedObject(value) : value
}

function toList(value: unknown): unknown {
  if (typeof value !== 'string') return value
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function parsedObject(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

import { z } from 'zod'
import { AppError, type FieldError } from '../errors'
import { readCommaList } from './comma-list'
import { findInexactValues } from './exact-json'
import { describeMisspelling } from './misspelling'

/** What an endpoint takes: the zod shape that validates and documents it, and the other names of its fields. */
export interface Parameters<Shape extends z.ZodRawShape> {
  schema: z.ZodObject<Shape>
  aliases: { [Name in keyof Shape]?: readonly string[] }
  fields: readonly Field[]
  /** Every name, aliases too. */
  names: ReadonlySet<string>
  /** Null and an empty text reach the schema, which says which fields they empty; else they count as absent. */
  keepsNull: boolean
}

interface Field {
  field: string
  /** The field's own name first. */
  names: readonly string[]
  kind: Kind
}

export function parameters<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  const fields = Object.entries(shape).map(([field, type]) => ({ field, names: [field, ...(aliases[field] ?? [])], kind: kindOf(type) }))
  return { schema: z.object(shape), aliases, fields, names: new Set(fields.flatMap(({ names }) => names)), keepsNull: false }
}

/** Parameters of a change, in which null and an empty text empty the fields that may be empty, and are refused for the others. */
export function changes<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  return { ...parameters(shape, aliases), keepsNull: true }
}

/** Refuses names that look like a misspelling of a known one: ignored, they would do something else than was meant. */
export function rejectMisspelledNames({ fields, names }: Pick<Parameters<z.ZodRawShape>, 'fields' | 'names'>, given: GivenValue[]): void {
  const unknown = given.filter(([name]) => !names.has(name))
  if (unknown.length === 0) return
  const own = fields.map(({ field }) => field)
  const errors = unknown.flatMap(([name]) => describeMisspelling(name, own, names) ?? [])
  if (errors.length > 0) throw invalidRequest(errors)
}

/** What was given under a name; `written` where it came as text, in which a list has commas between. */
export type GivenValue = [name: string, value: unknown, form?: 'written']

/** What a query or a form holds; a name that comes more than once is a list. */
export function valuesOf(sent: URLSearchParams | FormData): GivenValue[] {
  return [...new Set(sent.keys())].map((name) => {
    const values = sent.getAll(name)
    return [name, values.length === 1 ? values[0] : values, 'written']
  })
}

/** Picks, coerces and validates the fields of a shape; everything else is ignored. */
export function readFields<Shape extends z.ZodRawShape>(
  { schema, fields, keepsNull }: Parameters<Shape>,
  given: GivenValue[],
): z.output<z.ZodObject<Shape>> {
  const values: Record<string, unknown> = {}
  const errors: FieldError[] = []
  for (const { field, names, kind } of fields) {
    const sent = given.filter(([name]) => names.includes(name))
    if (kind === 'object') errors.push(...sent.flatMap(([, value]) => findInexactIn(field, value)))
    const found = sent.map(([, value, form]) => (isEmpty(value) ? emptyValue(keepsNull) : coerce(value, kind, form)))
    const [first, ...others] = found.filter((value) => value !== undefined)
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
      errors.push({ field, message: `was given ${others.length + 1} times with different values (${names.join(', ')})` })
    if (first !== undefined) values[field] = first
  }
  const read = schema.safeParse(values)
  if (!read.success) errors.push(...read.error.issues.map(fieldError))
  if (read.success && errors.length === 0) return read.data
  throw invalidRequest(errors)
}

export function invalidRequest(errors: FieldError[]): AppError {
  const [first] = errors
  return new AppError('invalid_request', `${first?.field} ${first?.message}.`, { errors })
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path.join('.') || 'body'
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  const isEmptied = issue.code === 'invalid_type' && issue.message.endsWith('received null') && issue.path.length === 1
  if (isEmptied) return { field, message: 'cannot be empty: omit it to keep its value' }
  return { field, message: isMissing ? 'is required' : rephrase(issue.message) }
}

/** So that the field's name and the message read as one sentence. */
function rephrase(message: string): string {
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

const isEmpty = (value: unknown) => value === null || value === ''
const emptyValue = (keepsNull: boolean) => (keepsNull ? null : undefined)

/** Text from a query (or a lenient JSON body) becomes what its field holds; what does not fit stays, for zod to refuse. */
function coerce(value: unknown, kind: Kind, form?: 'written'): unknown {
  if (kind === 'array') return toList(value, form)
  if (typeof value !== 'string') return value === 1 && kind === 'boolean' ? true : value
  if (kind === 'number') return NUMBER.test(value.trim()) ? Number(value) : value
  if (kind === 'boolean') return BOOLEANS.get(value) ?? value
  return kind === 'object' ? parseIfJson(value) : value
}

/** A name that comes several times is one list of all that is written. */
function toList(value: unknown, form?: 'written'): unknown {
  if (typeof value === 'string') return readCommaList(value)
  const isWritten = form === 'written' && Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isWritten ? value.flatMap(readCommaList) : value
}

/** What an object that was written as JSON text holds, and could not be kept exactly. */
function findInexactIn(field: string, value: unknown): FieldError[] {
  if (typeof value !== 'string' || typeof parseIfJson(value) !== 'object') return []
  return findInexactValues(value).map(({ field: place, message }) => ({ field: `${field}.${place}`, message }))
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

import { z } from 'zod'
import { AppError, type FieldError } from '../errors'
import { readCommaList } from './comma-list'
import { findInexactValues } from './exact-json'
import { issueInWords } from './issue-words'
import { describeMisspelling } from './misspelling'

/** The parameters of an operation or a form: their schema, and the aliases of their names. */
export interface Parameters<Shape extends z.ZodRawShape> {
  schema: z.ZodObject<Shape>
  aliases: { [Name in keyof Shape]?: readonly string[] }
  fields: readonly Field[]
  /** All names, including aliases. */
  names: ReadonlySet<string>
  /** What null and empty texts mean. They count as absent, are passed to the schema, which decides which fields they clear, or are refused, as are then empty lists. */
  empty: 'absent' | 'clears' | 'refused'
  /** What happens with names that are not known, also where they do not look like a misspelling of one. */
  unknown: 'ignored' | 'refused'
}

interface Field {
  field: string
  /** The name of the field, followed by its aliases. */
  names: readonly string[]
  kind: Kind
}

/** Defines parameters, in which null and empty texts count as absent. */
export function parameters<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  const fields = Object.entries(shape).map(([field, type]) => ({ field, names: [field, ...(aliases[field] ?? [])], kind: kindOf(type) }))
  const names = new Set(fields.flatMap(({ names }) => names))
  return { schema: z.object(shape), aliases, fields, names, empty: 'absent', unknown: 'ignored' }
}

/** Defines parameters of a change, in which null and empty texts clear the fields that may be empty, and are errors for the others. */
export function changes<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  return { ...parameters(shape, aliases), empty: 'clears' }
}

/**
 * Defines parameters that say which things are changed or erased. One that is empty or not known is an error: without it, more would be chosen than was meant.
 */
export function criteria<Shape extends z.ZodRawShape>(shape: Shape, aliases: Parameters<Shape>['aliases'] = {}): Parameters<Shape> {
  return { ...parameters(shape, aliases), empty: 'refused', unknown: 'refused' }
}

/** Defines parameters as `parameters` does, of which no unknown one is ignored. */
export function knownParameters<Shape extends z.ZodRawShape>(shape: Shape): Parameters<Shape> {
  return { ...parameters(shape), unknown: 'refused' }
}

/** Rejects unknown names that look like a misspelling of a known one: if they were ignored, the call would not do what was intended. @throws invalid_request */
export function rejectMisspelledNames({ fields, names }: Pick<Parameters<z.ZodRawShape>, 'fields' | 'names'>, given: GivenValue[]): void {
  const unknown = given.filter(([name]) => !names.has(name))
  if (unknown.length === 0) return
  const own = fields.map(({ field }) => field)
  const errors = unknown.flatMap(([name]) => describeMisspelling(name, own, names) ?? [])
  if (errors.length > 0) throw invalidRequest(errors)
}

/** A value that was sent under a name, or in a header. `written` marks a value of a query or a form, in which lists are comma-separated texts. */
export type GivenValue = [name: string, value: unknown, form?: 'written', header?: string]

/** Returns the values of a query or a form, in one pass, because getAll searches all of them. A name that occurs several times has a list. */
export function valuesOf(sent: URLSearchParams | FormData): GivenValue[] {
  const valuesByName = new Map<string, unknown[]>()
  for (const [name, value] of sent) {
    const values = valuesByName.get(name)
    if (values) values.push(value)
    else valuesByName.set(name, [value])
  }
  return [...valuesByName].map(([name, values]) => [name, values.length === 1 ? values[0] : values, 'written'])
}

/** A list of a request with more items is refused before each of them is validated. */
const MOST_ITEMS = 10_000
const TOO_MANY_ITEMS = 'has too many items'

/**
 * Picks, converts and validates the values of the given parameters, and ignores all others unless unknown names are refused. `inside` is the field that contains them, if one
 * does. @throws invalid_request
 */
export function readFields<Shape extends z.ZodRawShape>(
  expected: Parameters<Shape>,
  given: GivenValue[],
  inside?: string,
): z.output<z.ZodObject<Shape>> {
  const { schema, fields, empty } = expected
  const values: Record<string, unknown> = {}
  let errors = findRefused(expected, given)
  for (const { field, names, kind } of fields) {
    const sent = given.filter(([name]) => names.includes(name))
    if (kind === 'object') errors = errors.concat(sent.flatMap(([, value]) => findInexactIn(field, value)))
    const found = sent.map(([, value, form]) => (isEmpty(value) ? emptyValue(empty) : coerce(value, kind, form)))
    const [first, ...others] = found.filter((value) => value !== undefined)
    const places = [...names, ...sent.flatMap(([, , , header]) => header ?? [])]
    if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first)))
      errors.push({ field, message: `was given ${others.length + 1} times with different values (${places.join(', ')})` })
    if (found.some((value) => Array.isArray(value) && value.length > MOST_ITEMS)) errors.push({ field, message: TOO_MANY_ITEMS })
    else if (first !== undefined) values[field] = first
  }
  const read = schema.safeParse(values)
  // A list that is too long to be validated is not in `values`, but it is not missing.
  const unread = new Set(errors.filter(({ message }) => message === TOO_MANY_ITEMS).map(({ field }) => field))
  if (!read.success) errors = errors.concat(read.error.issues.map(fieldError).filter(({ field }) => !unread.has(field)))
  if (read.success && errors.length === 0) return read.data
  throw invalidRequest(inside === undefined ? errors : errors.map(({ field, message }) => ({ field: `${inside}.${field}`, message })))
}

/** Returns an error for each value that must not be ignored: its name is not known, or it is empty. */
function findRefused(
  { fields, names: known, empty, unknown }: Omit<Parameters<z.ZodRawShape>, 'schema'>,
  given: GivenValue[],
): FieldError[] {
  if (empty !== 'refused' && unknown !== 'refused') return []
  const own = fields.map(({ field }) => field)
  return given.flatMap(([name, value, form]) => {
    const field = fields.find(({ names }) => names.includes(name))
    if (field === undefined)
      return unknown === 'refused' ? (describeMisspelling(name, own, known) ?? { field: name, message: 'is not a parameter here' }) : []
    return empty === 'refused' && isBlank(coerce(value, field.kind, form)) ? { field: name, message: 'must not be empty' } : []
  })
}

/** True for null, a blank text, and a list without an item or with a blank one. */
function isBlank(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 || value.some(isBlank)
  return value === null || (typeof value === 'string' && value.trim() === '')
}

/** The most errors that are listed. */
const MOST_ERRORS = 100

/** Creates the error for invalid fields, whose message is about the first one. */
export function invalidRequest(errors: FieldError[]): AppError {
  const [first] = errors
  const sentence = `${first?.field} ${first?.message}`
  return new AppError('invalid_request', sentence.endsWith('?') ? sentence : `${sentence}.`, { errors: errors.slice(0, MOST_ERRORS) })
}

function fieldError(issue: z.core.$ZodIssue): FieldError {
  const field = issue.path.join('.') || 'body'
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  const isEmptied = issue.code === 'invalid_type' && issue.message.endsWith('received null') && issue.path.length === 1
  if (isEmptied) return { field, message: 'cannot be empty: omit it to keep its value' }
  return { field, message: isMissing ? 'is required' : issueInWords(issue) }
}

type Kind = 'number' | 'boolean' | 'array' | 'object' | 'other'

/** Returns the kind of value of a field, without wrappers such as `optional` and `default`. */
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
const emptyValue = (empty: Parameters<z.ZodRawShape>['empty']) => (empty === 'clears' ? null : undefined)

/** Converts a text to the kind of its field. A text that cannot be converted is returned unchanged, so that zod rejects it. */
function coerce(value: unknown, kind: Kind, form?: 'written'): unknown {
  if (kind === 'array') return toList(value, form)
  if (typeof value !== 'string') return value === 1 && kind === 'boolean' ? true : value
  if (kind === 'number') return NUMBER.test(value.trim()) ? Number(value) : value
  if (kind === 'boolean') return BOOLEANS.get(value) ?? value
  return kind === 'object' ? parseIfJson(value) : value
}

/** Converts a comma-separated text, or several of a name that occurs several times, to one list. */
function toList(value: unknown, form?: 'written'): unknown {
  if (typeof value === 'string') return readCommaList(value)
  const isWritten = form === 'written' && Array.isArray(value) && value.every((item) => typeof item === 'string')
  return isWritten ? value.flatMap(readCommaList) : value
}

/** Returns an error for each value of an object in JSON text that JavaScript cannot represent exactly. */
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

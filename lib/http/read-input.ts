import type { z } from 'zod'
import { AppError } from '../errors'
import { findInexactValues } from '../input/exact-json'
import { type GivenValue, invalidRequest, type Parameters, readFields, rejectMisspelledNames, valuesOf } from '../input/parameters'
import { decodeBody, parseJsonObject, type ReceivedBody } from './body'

/** A parsed value, or the error, which is thrown only after the caller was authorized. */
export type ParseResult<T> = { value: T; error?: undefined } | { value?: undefined; error: AppError }

/** Reads and validates the parameters of a request from its query and its JSON body. */
export function safeParseInput<Shape extends z.ZodRawShape>(
  url: string,
  body: ReceivedBody | undefined,
  expected: Parameters<Shape>,
  bodyLimit: number,
  fromHeaders: GivenValue[] = [],
): ParseResult<z.output<z.ZodObject<Shape>>> {
  try {
    const given = [...fromHeaders, ...queryValues(url), ...(body ? bodyValues(body, expected, bodyLimit) : [])]
    rejectMisspelledNames(expected, given)
    return { value: readFields(expected, given) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { error: thrown }
    throw thrown
  }
}

/** The parameter `version` that the header If-Match stands for. `*` stands for any version. */
export function versionsIn(ifMatch: string | null): GivenValue[] {
  const tag = ifMatch?.trim()
  if (tag === undefined || tag === '*') return []
  return [['version', /^(?:W\/)?"(.*)"$/.exec(tag)?.[1] ?? tag, 'written']]
}

function queryValues(url: string): GivenValue[] {
  const start = url.indexOf('?')
  return start === -1 ? [] : valuesOf(new URLSearchParams(url.slice(start)))
}

function bodyValues(body: ReceivedBody, { fields }: Pick<Parameters<z.ZodRawShape>, 'fields'>, bodyLimit: number): GivenValue[] {
  const json = decodeBody(body, bodyLimit)
  const sent = parseJsonObject(json)
  const objects = fields.filter(({ kind, field }) => kind === 'object' && Object.hasOwn(sent, field)).map(({ field }) => field)
  const errors = objects.length === 0 ? [] : findInexactValues(json).filter(({ field }) => objects.includes(field.split('.', 1)[0] ?? ''))
  if (errors.length > 0) throw invalidRequest(errors)
  return Object.entries(sent)
}

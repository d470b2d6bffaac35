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
  ifMatch: string | null = null,
): ParseResult<z.output<z.ZodObject<Shape>>> {
  try {
    const given = [...versionsIn(ifMatch), ...queryValues(url), ...(body ? bodyValues(body, expected, bodyLimit) : [])]
    rejectMisspelledNames(expected, given)
    return { value: readFields(expected, given) }
  } catch (thrown) {
    if (thrown instanceof AppError) return { error: thrown }
    throw thrown
  }
}

const ONE_VERSION = 'must be the ETag of one version, such as "3", or *'

/** The parameter `version` that the header If-Match stands for. `*` stands for any version. An empty tag must not: it would count as no condition. @throws invalid_request */
function versionsIn(ifMatch: string | null): GivenValue[] {
  if (ifMatch === null || ifMatch.trim() === '*') return []
  const tags = new Set(ifMatch.split(',').map((tag) => /^(?:W\/)?"(.*)"$/.exec(tag.trim())?.[1] ?? tag.trim()))
  const [tag = '', ...others] = tags
  if (tag === '' || others.length > 0) throw invalidRequest([{ field: 'If-Match', message: ONE_VERSION }])
  return [['version', tag, 'written', 'If-Match']]
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

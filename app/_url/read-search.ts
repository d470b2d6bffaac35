import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { type GivenValue, type Parameters, readFields } from '@/lib/input/parameters'
import type { Search } from './search'

/** Validates the query of a page's URL. Invalid parameters are left out, so that an old or mistyped link still shows a page. */
export function readSearch<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, search: Search) {
  const invalid = invalidIn(expected, search)
  const names = invalid.flatMap((field) => [field, ...(expected.aliases[field] ?? [])])
  return readFields(
    expected,
    givenIn(search).filter(([name]) => !names.includes(name)),
  )
}

/** The parameters of a page's URL that `readSearch` leaves out, because their values are not valid. */
export function invalidIn<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, search: Search): string[] {
  try {
    readFields(expected, givenIn(search))
    return []
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return [...new Set(thrown.details.errors?.map(({ field }) => field.split('.')[0] ?? ''))]
  }
}

const givenIn = (search: Search): GivenValue[] => Object.entries(search).map(([name, value]) => [name, value, 'written'])

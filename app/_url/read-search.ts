import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import { type Parameters, readFields } from '@/lib/input/parameters'
import type { Search } from './search'

/** Validates the query of a page's URL. Invalid parameters are left out, so that an old or mistyped link still shows a page. */
export function readSearch<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, search: Search) {
  const given = Object.entries(search)
  try {
    return readFields(expected, given)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const invalid = new Set(thrown.details.errors?.map(({ field }) => field.split('.')[0] ?? ''))
    const names = [...invalid].flatMap((field) => [field, ...(expected.aliases[field] ?? [])])
    return readFields(
      expected,
      given.filter(([name]) => !names.includes(name)),
    )
  }
}

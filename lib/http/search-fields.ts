import type { z } from 'zod'
import { AppError } from '../errors'
import { type Parameters, readFields } from '../input/parameters'
import type { Search } from './search'

/** What a page's address asks for. What is not valid is left out: an old or mistyped link still shows a page. */
export function readSearch<Shape extends z.ZodRawShape>(expected: Parameters<Shape>, search: Search) {
  const sent = Object.entries(search)
  try {
    return readFields(expected, sent)
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const wrong = new Set(thrown.details.errors?.map(({ field }) => field.split('.')[0] ?? ''))
    const names = [...wrong].flatMap((field) => [field, ...(expected.aliases[field] ?? [])])
    return readFields(
      expected,
      sent.filter(([name]) => !names.includes(name)),
    )
  }
}

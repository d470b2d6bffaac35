import { AppError } from '../errors'

/** What an address asks of a page, as Next gives it. */
export type Search = Record<string, string | string[] | undefined>

/** One value of an address; the last where it comes more than once. */
export function textOf(value: string | string[] | undefined): string | undefined {
  return (Array.isArray(value) ? value.at(-1) : value) || undefined
}

/** The address of the same view with some of it changed; what becomes undefined is left out. */
export function hrefWith(path: string, search: Search, changes: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...search, ...changes })) {
    const text = textOf(value)
    if (text !== undefined) query.set(name, text)
  }
  return query.size === 0 ? path : `${path}?${query}`
}

/** Reads for a page. An address that asks for what cannot be becomes a sentence, and the page still stands. */
export async function readOrTell<T>(
  read: () => Promise<T>,
): Promise<{ found: T; problem?: undefined } | { found?: undefined; problem: string }> {
  try {
    return { found: await read() }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'invalid_request') return { problem: thrown.message }
    throw thrown
  }
}

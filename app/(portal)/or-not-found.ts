import { notFound } from 'next/navigation'
import { AppError, ERRORS } from '@/lib/errors'
import { text } from '@/lib/input/fields'

const PATH_ID = text(64)

/** Returns the result of a query, or shows the 404 page: for anything that does not exist or belongs to another team, and for invalid ids. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  return (await orUndefined(read)) ?? notFound()
}

/** Returns the result of a query, or undefined where `orNotFound` would show the 404 page. For parts of a page that show their own message. */
export async function orUndefined<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'invalid_request' || ERRORS[thrown.code].status === 404)) return undefined
    throw thrown
  }
}

/** Returns an id from the path of a page, or shows the 404 page for a text that no id can be, such as one with a null character. */
export const idOrNotFound = (id: string): string => (PATH_ID.safeParse(id).success ? id : notFound())

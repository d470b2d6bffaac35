import { notFound } from 'next/navigation'
import { AppError, ERRORS } from '@/lib/errors'

/** The result of a query, or the 404 page: for things of another team, things that do not exist, and invalid cursors alike. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  return (await orNothing(read)) ?? notFound()
}

/** The result of a query; undefined where `orNotFound` would show the 404 page. For a part of a page that shows its own message. */
export async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'invalid_request' || ERRORS[thrown.code].status === 404)) return undefined
    throw thrown
  }
}

import { notFound } from 'next/navigation'
import { AppError, ERRORS } from '@/lib/errors'

/** What another team has, what is gone, what never was and a page that no list gave: all are not found. */
export async function orNotFound<T>(read: Promise<T>): Promise<T> {
  return (await orNothing(read)) ?? notFound()
}

/** The same for a part of a page, which says so by itself. */
export async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read
  } catch (thrown) {
    if (thrown instanceof AppError && (thrown.code === 'invalid_request' || ERRORS[thrown.code].status === 404)) return undefined
    throw thrown
  }
}

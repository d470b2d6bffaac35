import { AppError } from '@/lib/errors'

/**
 * Reads the page of a list at a cursor. A cursor that is not valid, as in a link of another team or an old one, gives the first page
 * with `isFirstInstead`.
 */
export async function pageOrFirst<Page>(
  cursor: string | undefined,
  read: (cursor: string | undefined) => Promise<Page>,
): Promise<{ page: Page; isFirstInstead: boolean }> {
  try {
    return { page: await read(cursor), isFirstInstead: false }
  } catch (thrown) {
    if (cursor === undefined || !isAboutCursor(thrown)) throw thrown
    return { page: await read(undefined), isFirstInstead: true }
  }
}

const isAboutCursor = (thrown: unknown) =>
  thrown instanceof AppError && thrown.code === 'invalid_request' && thrown.details.errors?.some(({ field }) => field === 'cursor') === true

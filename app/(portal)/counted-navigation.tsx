import type { Viewer } from '@/lib/auth/viewer'
import { NAVIGATION_COUNTED_UP_TO, readNavigationCounts } from '@/lib/dashboard/read'
import { paths } from '@/lib/paths'
import { Navigation, type PageCounts } from './navigation'

const NONE = { expiring: 0, toReview: 0 }

/**
 * The navigation with what waits for somebody. It is read while the page reads its data, so that the page does not wait for it. Without the
 * numbers it still leads away from a page that fails.
 */
export async function CountedNavigation({ viewer }: { viewer: Viewer }) {
  const { expiring, toReview } = await readNavigationCounts(viewer).catch(() => NONE)
  const counts: PageCounts = {
    ...(expiring > 0 && { [paths.sessions]: { count: inFigures(expiring), words: expiring === 1 ? 'expires soon' : 'expire soon' } }),
    ...(toReview > 0 && {
      [paths.memories]: { count: inFigures(toReview), words: toReview === 1 ? 'waits for review' : 'wait for review' },
    }),
  }
  return <Navigation role={viewer.role} counts={counts} />
}

/** `7`, or `99+` when there are more than are counted. */
const inFigures = (count: number) => (count >= NAVIGATION_COUNTED_UP_TO ? `${NAVIGATION_COUNTED_UP_TO - 1}+` : String(count))

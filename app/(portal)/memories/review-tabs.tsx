import { type Tab, Tabs } from '@/app/_ui/tabs'
import type { ListPlace } from '@/app/_url/list-place'
import { boundedCount } from '@/lib/bounded-count'

interface ReviewTabsProps {
  place: ListPlace
  trust: readonly string[]
  counts: { unreviewed: number; quarantined: number }
}

/** True for a filter by trust that one of the tabs shows. */
export const isReview = (trust: string) => trust === 'quarantined' || trust === 'unreviewed'

/** Links to all memories and to those that wait for a review, with their number. On the page of an agent only when some wait. */
export function ReviewTabs({ place: { path, agentName }, trust, counts }: ReviewTabsProps) {
  const shown = trust.join()
  const isEmpty = counts.unreviewed + counts.quarantined === 0
  if (agentName !== undefined && isEmpty && !isReview(shown)) return null
  const waiting = (name: keyof typeof counts, label: string): Tab => ({
    href: `${path}?trust=${name}`,
    label,
    isCurrent: shown === name,
    mark: <Count count={counts[name]} />,
  })
  const all = { href: path, label: 'All', isCurrent: !isReview(shown) }
  return <Tabs label="Review" tabs={[all, waiting('quarantined', 'Quarantined'), waiting('unreviewed', 'Not reviewed')]} />
}

const Count = ({ count }: { count: number }) =>
  count > 0 && <span className="rounded-full bg-warn-wash px-1.5 text-xs text-warn">{boundedCount(count)}</span>

import Link from 'next/link'
import { cn } from '@/app/_ui/cn'
import { boundedCount } from '@/lib/bounded-count'

interface ReviewTabsProps {
  /** The page of the list. */
  path: string
  trust: readonly string[]
  counts: { unreviewed: number; quarantined: number }
}

/** Links to all memories and to those that wait for a review, with their number. */
export function ReviewTabs({ path, trust, counts }: ReviewTabsProps) {
  const shown = trust.join()
  return (
    <nav aria-label="Review" className="mb-4 flex flex-wrap gap-x-1 border-line border-b">
      <Tab href={path} isShown={!(shown in counts)}>
        All
      </Tab>
      <Tab href={`${path}?trust=quarantined`} isShown={shown === 'quarantined'} count={counts.quarantined}>
        Quarantined
      </Tab>
      <Tab href={`${path}?trust=unreviewed`} isShown={shown === 'unreviewed'} count={counts.unreviewed}>
        Not reviewed
      </Tab>
    </nav>
  )
}

function Tab({ href, isShown, count = 0, children }: { href: string; isShown: boolean; count?: number; children: string }) {
  return (
    <Link
      href={href}
      aria-current={isShown ? 'page' : undefined}
      className={cn(
        '-mb-px inline-flex min-h-9 items-center gap-1.5 border-b-2 px-3',
        isShown ? 'border-accent font-medium' : 'border-transparent text-soft hover:text-ink',
      )}
    >
      {children}
      {count > 0 && <span className="rounded-full bg-warn-wash px-1.5 text-xs text-warn">{boundedCount(count)}</span>}
    </Link>
  )
}

'use client'

import { useIsInBrowser } from '@/app/_ui/browser'
import { Skeleton } from '@/app/_ui/page-parts'

const ROWS = ['one', 'two', 'three', 'four', 'five', 'six']

/** The placeholder of the next page while it is loading: a title and a list. Scripts show it, so that the HTML of a page does not contain it. */
export function PageSkeleton() {
  if (!useIsInBrowser()) return null
  return (
    <div className="hidden gap-6 group-has-[[data-navigating]]/shell:grid">
      <p role="status" className="sr-only">
        Loading
      </p>
      <Skeleton className="h-7 w-48" />
      <div className="grid gap-2">
        {ROWS.map((row) => (
          <Skeleton key={row} className="h-11" />
        ))}
      </div>
    </div>
  )
}

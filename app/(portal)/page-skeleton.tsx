import { Skeleton } from '@/app/_ui/page-parts'

const ROWS = ['one', 'two', 'three', 'four', 'five', 'six']

/** The placeholder of a page that is loading: a title and a list. */
export function PageSkeleton() {
  return (
    <div className="grid gap-6">
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

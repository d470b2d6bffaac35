import { clsx } from 'clsx'
import { Link } from '@/app/_ui/link'
import type { Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import { filteredHref, VIEWS } from './views'

const LINKS = [
  { path: paths.summaries, label: 'List' },
  ...Object.entries(VIEWS).map(([view, { label }]) => ({ path: `${paths.summaries}/${view}`, label })),
  { path: paths.summaryComparison, label: 'Compare' },
]

/** Links to the views of the summaries, which keep the filters. */
export function ViewLinks({ current, search }: { current: string; search: Search }) {
  return (
    <nav aria-label="Views of summaries" className="mb-4 flex flex-wrap gap-x-1 border-b border-line">
      {LINKS.map(({ path, label }) => (
        <Link
          key={path}
          href={filteredHref(path, search)}
          aria-current={path === current ? 'page' : undefined}
          className={clsx(
            '-mb-px border-b-2 px-3 py-2',
            path === current ? 'border-accent font-medium text-ink' : 'border-transparent text-soft hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

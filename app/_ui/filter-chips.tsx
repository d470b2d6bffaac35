import { X } from 'lucide-react'
import type { FilterChip } from '@/app/_url/filter-chips'
import { Link } from './link'

/** The filters that are set, each with a link that removes it. */
export function FilterChips({ chips, clearHref }: { chips: FilterChip[]; clearHref: string }) {
  if (chips.length === 0) return null
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ label, value, href }) => (
        <li key={label} className="min-w-0">
          <Link
            href={href}
            scroll={false}
            // The value may be cut off.
            title={`Remove this filter: ${value}`}
            className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-full border border-line bg-surface px-2 text-xs hover:bg-sunken"
          >
            <span className="sr-only">Remove filter </span>
            <span className="text-soft">{label}:</span>
            <bdi dir="auto" className="truncate">
              {value}
            </bdi>
            <X aria-hidden="true" className="size-3 shrink-0 text-soft" />
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={clearHref}
          scroll={false}
          className="inline-flex min-h-6 items-center px-1 text-xs text-soft underline-offset-4 hover:underline"
        >
          Clear
        </Link>
      </li>
    </ul>
  )
}

import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import Link from 'next/link'
import { cn } from './cn'

interface SortableHeadProps {
  label: string
  /** The list sorted by this column. */
  href: string
  /** How this column sorts. */
  direction: 'ascending' | 'descending'
  /** The list is sorted by this column. */
  isCurrent: boolean
  className?: string
}

/** The head of a column, with a link that sorts the list by it. */
export function SortableHead({ label, href, direction, isCurrent, className }: SortableHeadProps) {
  const Icon = isCurrent ? (direction === 'ascending' ? ArrowUp : ArrowDown) : ArrowUpDown
  return (
    <th scope="col" aria-sort={isCurrent ? direction : undefined} className={className}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        title={`Sort by ${label.toLowerCase()}`}
        className={cn('-mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-ink', isCurrent && 'text-ink')}
      >
        {label}
        <Icon aria-hidden="true" className={cn('size-3', !isCurrent && 'opacity-50')} />
      </Link>
    </th>
  )
}

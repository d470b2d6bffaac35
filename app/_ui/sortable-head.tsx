import { clsx } from 'clsx'
import { ArrowDown, ArrowUp, ArrowUpDown } from 'lucide-react'
import { Link } from './link'

export type Direction = 'ascending' | 'descending'

interface SortLinkProps {
  label: string
  /** The list sorted by this. */
  href: string
  /** How this sorts. */
  direction: Direction
  /** The list is sorted by this. */
  isCurrent: boolean
}

interface SortableHeadProps {
  /** What the list can be sorted by in this column; several stand next to each other. */
  links: SortLinkProps[]
  className?: string | undefined
}

/** The head of a column, with links that sort the list by it. */
export function SortableHead({ links, className }: SortableHeadProps) {
  return (
    <th scope="col" aria-sort={links.find(({ isCurrent }) => isCurrent)?.direction} className={className}>
      <span className="inline-flex flex-wrap gap-x-2">
        {links.map((link) => (
          <SortLink key={link.label} {...link} />
        ))}
      </span>
    </th>
  )
}

function SortLink({ label, href, direction, isCurrent }: SortLinkProps) {
  const Icon = isCurrent ? (direction === 'ascending' ? ArrowUp : ArrowDown) : ArrowUpDown
  return (
    <Link
      href={href}
      scroll={false}
      title={`Sort by ${label.toLowerCase()}`}
      className={clsx('-mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-ink', isCurrent && 'text-ink')}
    >
      {label}
      <Icon aria-hidden="true" className={clsx('size-3', !isCurrent && 'opacity-50')} />
    </Link>
  )
}

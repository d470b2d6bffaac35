import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { changeSince, formatFigure } from './change'
import { Link } from './link'
import { Sparkline } from './sparkline'

interface StatTileProps {
  label: string
  value: number
  /** The list that the number counts. */
  href: string
  /** What the link opens, where that is not what the number counts. */
  title?: string
  /** The number of an earlier period, and what that was: "this time yesterday". Undefined where the two cannot be compared. */
  before?: { value: number; when: string } | undefined
  /** True for a number that should not grow. */
  isBadWhenMore?: boolean
  /** The value stands for itself or more. */
  isAtLeast?: boolean
  /** What needs attention: "4 expire soon". */
  attention?: ReactNode
  /** The number of each of the last days, today included; undefined where these are not known. */
  days?: readonly number[] | undefined
  /** What the line of the days shows where it is not the number: "Started per day". */
  daysOf?: string
}

/** A number at the top of a page, compared with an earlier period, with a line of the last days. It links to what it counts. */
export function StatTile({
  label,
  value,
  href,
  title,
  before,
  isBadWhenMore = false,
  isAtLeast = false,
  attention,
  days,
  daysOf,
}: StatTileProps) {
  return (
    <Link
      href={href}
      title={title}
      className="group/tile flex min-w-0 flex-col overflow-hidden rounded-lg border border-line bg-surface transition-colors hover:border-line-strong"
    >
      <span className="px-4 pt-3 text-xs font-medium text-soft group-hover/tile:text-ink">{label}</span>
      <span className="flex flex-wrap items-center gap-x-2 px-4">
        <span className="text-2xl font-semibold tabular-nums">
          {formatFigure(value)}
          {isAtLeast && '+'}
        </span>
        {attention && <span className="rounded-full bg-warn-wash px-2 py-0.5 text-xs font-medium text-warn">{attention}</span>}
      </span>
      <span className="min-h-[1.125rem] px-4 text-xs text-soft">
        {before && <ChangeNote value={value} before={before} isBadWhenMore={isBadWhenMore} />}
      </span>
      {days && (
        <span className="mt-auto flex flex-col">
          {daysOf && <span className="-mb-2 px-4 pt-1 text-xs text-soft">{daysOf}</span>}
          <Sparkline values={days} className="h-13 w-full pt-3 max-md:h-11" />
        </span>
      )}
    </Link>
  )
}

const ICONS = { up: ArrowUp, down: ArrowDown }

interface ChangeNoteProps {
  value: number
  before: { value: number; when: string }
  isBadWhenMore: boolean
}

/** `+12 vs 48 this time yesterday`. */
function ChangeNote({ value, before, isBadWhenMore }: ChangeNoteProps) {
  const { direction, difference } = changeSince(before.value, value)
  if (direction === 'same') return `Same as ${before.when}`
  const Icon = ICONS[direction]
  return (
    <>
      <span className={clsx('font-medium tabular-nums', isBadWhenMore && direction === 'up' ? 'text-warn' : 'text-ink')}>
        <Icon aria-hidden="true" className="mr-0.5 inline size-3 align-[-0.09375rem]" />
        {difference}
      </span>
      {` vs ${formatFigure(before.value)} ${before.when}`}
    </>
  )
}

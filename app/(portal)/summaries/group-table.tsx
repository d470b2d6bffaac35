import { clsx } from 'clsx'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { Link } from '@/app/_ui/link'
import { Table } from '@/app/_ui/page-parts'
import { hrefWith, type Search } from '@/app/_url/search'
import { paths } from '@/lib/paths'
import type { DaysRange, GroupOrder, SummaryGroup } from '@/lib/sessions/summaries'
import { END_WORDS } from '../sessions/state-badge'
import { type NumberColumn, numberColumns, numberInWords } from './group-columns'
import { firstDirection } from './search'
import { type GroupView, groupHref, VIEWS } from './views'

interface GroupTableProps {
  view: GroupView
  groups: SummaryGroup[]
  order: GroupOrder
  search: Search
  range: DaysRange
}

const LINK = 'text-accent underline-offset-4 hover:underline'

/** Groups of ended sessions, sorted by any column. Each number is a link to the sessions that it is made of. */
export function GroupTable({ view, groups, order, search, range }: GroupTableProps) {
  const { grouping, label } = VIEWS[view]
  const columns = numberColumns(grouping, groups)
  return (
    <Table label={label} head={<Head view={view} columns={columns} order={order} search={search} />}>
      {groups.map((group) => (
        <tr key={group.name} className="hover:bg-sunken">
          <th scope="row" className="title max-w-48 truncate text-ink!">
            <GroupName view={view} name={group.name} />
          </th>
          {columns.map(({ by, label: column, endReason, isRoomy }) => {
            const words = numberInWords(group, by)
            const href = groupHref(grouping, group.name, endReason === undefined ? search : { ...search, end_reason: endReason }, range)
            return (
              <td key={by} data-label={column} className={clsx('whitespace-nowrap md:text-right', isRoomy && 'roomy')}>
                {words === undefined ? <span className="text-soft">{group[by] ?? '–'}</span> : <NumberLink href={href} words={words} />}
              </td>
            )
          })}
        </tr>
      ))}
    </Table>
  )
}

function NumberLink({ href, words }: { href: string; words: string }) {
  return (
    <Link href={href} className={LINK}>
      {words}
    </Link>
  )
}

function GroupName({ view, name }: { view: GroupView; name: string }) {
  if (view === 'outcomes') return Object.entries(END_WORDS).find(([reason]) => reason === name)?.[1] ?? name
  if (view === 'days') return name
  return (
    // It may have been deleted, and then has no page.
    <Link href={paths.sessionsOfAgent(name)} title={name} className="block truncate underline-offset-4 hover:underline">
      {name}
    </Link>
  )
}

type HeadColumn = Pick<NumberColumn, 'label' | 'isRoomy'> & { by: GroupOrder['by'] }

function Head({ view, columns, order, search }: Omit<GroupTableProps, 'groups' | 'range'> & { columns: NumberColumn[] }) {
  const { grouping, name } = VIEWS[view]
  const heads: HeadColumn[] = [{ by: 'name', label: name }, ...columns]
  return (
    <tr className="align-bottom text-xs md:[&_th+th]:text-right [&_th]:whitespace-normal">
      {heads.map(({ by, label, isRoomy }) => {
        const isCurrent = order.by === by
        const reversed = order.direction === 'asc' ? 'desc' : 'asc'
        const next = isCurrent ? reversed : firstDirection(by, grouping)
        const Arrow = order.direction === 'asc' ? ArrowUp : ArrowDown
        return (
          <th
            key={by}
            scope="col"
            className={isRoomy ? 'roomy' : undefined}
            aria-sort={isCurrent ? (order.direction === 'asc' ? 'ascending' : 'descending') : undefined}
          >
            <Link
              href={hrefWith(`${paths.summaries}/${view}`, search, { sort: by, order: next })}
              scroll={false}
              className="inline-flex min-h-6 items-center gap-1 hover:text-ink"
            >
              {label}
              {isCurrent && <Arrow aria-hidden="true" className="size-3 shrink-0" />}
            </Link>
          </th>
        )
      })}
    </tr>
  )
}

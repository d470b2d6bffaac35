import { clsx } from 'clsx'
import { ChevronRight } from 'lucide-react'
import type { CSSProperties, Key, ReactNode } from 'react'
import { shownColumns } from './list-view'

/** A column of a list whose rows expand. */
export interface ExpandingColumn<Row> {
  /** A word, by which a person hides the column. */
  id: string
  label: string
  /** It cannot be hidden. */
  isFixed?: boolean
  /** Its width where the columns are side by side, as a track of a CSS grid. */
  width: string
  className?: string
  cell: (row: Row) => ReactNode
}

interface RowProps<Row> {
  columns: ExpandingColumn<Row>[]
  /** What a row shows when it is expanded. */
  details: (row: Row) => ReactNode
  /** The width of the window from which the columns are side by side. */
  wideFrom: keyof typeof WIDE
  /** The classes of a row, for narrower windows. */
  rowClass?: string
  /** It is expanded at first. */
  isOpen?: boolean
}

interface ExpandingListProps<Row> extends RowProps<Row> {
  label: string
  /** The ids of the columns that are not shown. */
  hidden: string[]
  rows: Row[]
  rowKey: (row: Row) => Key
}

/** A list whose rows expand, which therefore is no table. The names of its columns stay at the top while the rows scroll. */
export function ExpandingList<Row>({ label, columns: all, hidden, rows, rowKey, ...rowProps }: ExpandingListProps<Row>) {
  const columns = shownColumns(all, hidden)
  const wide = WIDE[rowProps.wideFrom]
  return (
    <div>
      <div aria-hidden="true" style={tracksOf(columns)} className={clsx(HEADS, wide.heads)}>
        {columns.map((column) => (
          <span key={column.id} className={column.className?.split(' ').find((name) => name === 'text-right')}>
            {column.label}
          </span>
        ))}
      </div>
      <ul aria-label={label} className={clsx('divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface', wide.list)}>
        {rows.map((row) => (
          <ExpandingRow key={rowKey(row)} row={row} columns={columns} {...rowProps} />
        ))}
      </ul>
    </div>
  )
}

/** A row of a list that expands. */
export function ExpandingRow<Row>({ row, columns, details, wideFrom, rowClass, isOpen }: RowProps<Row> & { row: Row }) {
  return (
    <li>
      <details className="group" open={isOpen || undefined}>
        <summary style={tracksOf(columns)} className={clsx(ROW, rowClass, WIDE[wideFrom].row)}>
          {columns.map(({ id, className, cell }, index) => (
            <span key={id} className={clsx('min-w-0', className)}>
              {index === 0 && <Chevron />}
              {cell(row)}
            </span>
          ))}
        </summary>
        <div className="border-t border-line bg-sunken/50 px-4 py-3">{details(row)}</div>
      </details>
    </li>
  )
}

const tracksOf = (columns: ExpandingColumn<never>[]) => ({ '--columns': columns.map(({ width }) => width).join(' ') }) as CSSProperties

const HEADS =
  'top-0 z-1 hidden gap-x-4 rounded-t-lg border border-line border-b-0 bg-surface px-4 py-2 text-xs font-medium text-soft md:sticky'
const ROW = 'grid cursor-pointer list-none gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-sunken compact:py-0.5'
const WIDE = {
  sm: { heads: 'sm:grid sm:grid-cols-(--columns)', list: 'sm:rounded-t-none', row: 'sm:grid-cols-(--columns)' },
  lg: { heads: 'lg:grid lg:grid-cols-(--columns)', list: 'lg:rounded-t-none', row: 'lg:grid-cols-(--columns)' },
}

const Chevron = () => (
  <ChevronRight aria-hidden="true" className="mr-1.5 inline-block size-3.5 align-[-2px] transition-transform group-open:rotate-90" />
)

import { clsx } from 'clsx'
import type { Key, ReactNode } from 'react'
import { hrefWith, type ListUrl } from '../_url/search'
import { shownColumns } from './list-view'
import { Table } from './page-parts'
import { type Direction, SortableHead } from './sortable-head'

/** A column of a list. */
export interface Column<Row> {
  /** A word, by which a person hides the column. */
  id: string
  label: string
  /** The name of a row, in a card too. */
  isTitle?: boolean
  /** It cannot be hidden. */
  isFixed?: boolean
  /** `number` aligns it to the right; `grow` gives it the width that the others leave; `roomy` is shown only where there is room. */
  className?: string
  orders?: Order[]
  cell: (row: Row) => ReactNode
}

/** Something that a list can be sorted by. */
interface Order {
  /** The label of the column, unless it has several orders. */
  label?: string
  /** Each direction as the URL of the list names it. The first click gives the first, another click the next. */
  sorts: [Sort, ...Sort[]]
}

interface Sort {
  sort: string
  direction: Direction
}

/** How a list is sorted, and its URL, in which the order is the parameter `sort`. */
export interface Sorting {
  sort: string
  url: ListUrl
}

interface ColumnTableProps<Row> {
  label: string
  columns: Column<Row>[]
  /** The ids of the columns that are not shown. */
  hidden?: string[]
  rows: Row[]
  rowKey: (row: Row) => Key
  rowClass?: (row: Row) => string | undefined
  /** A list without this cannot be sorted. */
  sorting?: Sorting | undefined
  /** The first cell of a row, which selects it. */
  selection?: ((row: Row) => ReactNode) | undefined
  /** The last cell of a row: the menu with what can be done with it. */
  menu?: ((row: Row) => ReactNode) | undefined
}

/** A list as a table, of whose columns a person can hide some. */
export function ColumnTable<Row>(props: ColumnTableProps<Row>) {
  const { label, hidden = [], rows, rowKey, rowClass, sorting, selection, menu } = props
  const columns = shownColumns(props.columns, hidden)
  const head = (
    <tr>
      {selection && <HiddenHead label="Select" className="select" />}
      {columns.map((column) => (
        <Head key={column.id} column={column} sorting={sorting} />
      ))}
      {menu && <HiddenHead label="Actions" className="menu" />}
    </tr>
  )
  return (
    <Table label={label} head={head}>
      {rows.map((row) => (
        <tr key={rowKey(row)} className={clsx('group/row', rowClass?.(row))}>
          {selection && <td className="select w-6">{selection(row)}</td>}
          {columns.map(({ id, label: name, isTitle, className, cell }) => (
            <td key={id} data-label={isTitle ? undefined : name} className={clsx(isTitle && 'title', className)}>
              {cell(row)}
            </td>
          ))}
          {menu && <td className="menu">{menu(row)}</td>}
        </tr>
      ))}
    </Table>
  )
}

/** The columns of a list that a person can hide. */
export const hideable = (columns: Pick<Column<never>, 'id' | 'label' | 'isFixed'>[]) =>
  columns.filter(({ isFixed }) => !isFixed).map(({ id, label }) => ({ id, label }))

function Head<Row>({ column: { label, className, orders = [] }, sorting }: { column: Column<Row>; sorting: Sorting | undefined }) {
  const look = ['number', 'roomy'].filter((name) => className?.split(' ').includes(name)).join(' ')
  if (sorting === undefined || orders.length === 0)
    return (
      <th scope="col" className={look}>
        {label}
      </th>
    )
  return <SortableHead links={linksOf(label, orders, sorting)} className={look} />
}

function linksOf(label: string, orders: Order[], { sort: current, url }: Sorting) {
  return orders.map(({ label: own = label, sorts }) => {
    const position = sorts.findIndex(({ sort }) => sort === current)
    const { direction } = sorts[position] ?? sorts[0]
    const { sort: next } = sorts[(position + 1) % sorts.length] ?? sorts[0]
    return { label: own, direction, isCurrent: position !== -1, href: hrefWith(url.path, url.search, { sort: next, cursor: undefined }) }
  })
}

function HiddenHead({ label, className }: { label: string; className: string }) {
  return (
    <th scope="col" className={className}>
      <span className="sr-only">{label}</span>
    </th>
  )
}

'use client'

import { ButtonLink } from '@/app/_ui/button-link'
import { ColumnTable, type Sorting } from '@/app/_ui/column-table'
import { Dots, ROW_BUTTON } from '@/app/_ui/row-menu'
import { peekHref } from '@/app/_url/search'
import type { PresentedKey } from '@/lib/api-keys/present'
import { keyColumns } from './key-columns'

interface KeyTableProps {
  keys: PresentedKey[]
  sorting: Sorting
  /** The ids of the columns that are not shown. */
  hidden: string[]
}

/** The keys of the team, one row each. A panel shows the rest of a key. A client component, as `SessionTable`. */
export function KeyTable({ keys, sorting, hidden }: KeyTableProps) {
  const { url } = sorting
  return (
    <ColumnTable
      label="Team keys"
      columns={keyColumns(url)}
      hidden={hidden}
      rows={keys}
      rowKey={({ id }) => id}
      sorting={sorting}
      rowClass={({ isUsable }) => (isUsable ? undefined : 'text-soft')}
      menu={({ id, name }) => (
        <ButtonLink href={peekHref(url, id)} scroll={false} aria-label={`Manage ${name}`} {...ROW_BUTTON}>
          <Dots />
        </ButtonLink>
      )}
    />
  )
}

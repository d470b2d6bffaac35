'use client'

import { clsx } from 'clsx'
import { ColumnTable, type Sorting } from '@/app/_ui/column-table'
import { SelectRow } from '@/app/_ui/select-row'
import type { SessionRow } from '@/lib/sessions/session-row'
import { type SessionCellProps, sessionColumns } from './session-columns'
import { SessionMenu } from './session-menu'

interface SessionTableProps extends Omit<SessionCellProps, 'url'> {
  sessions: SessionRow[]
  /** The rows have menus and checkboxes; the page has their forms. */
  hasActions?: boolean
  sorting?: Sorting
  /** The ids of the columns that are not shown. */
  hidden?: string[]
}

/** A list of sessions. It is a client component so that the page contains a row once as HTML and once as data, not also as a tree of elements. */
export function SessionTable({ sessions, hasActions = false, sorting, hidden, ...cells }: SessionTableProps) {
  const { mayExtend } = cells
  return (
    <ColumnTable
      label="Sessions"
      columns={sessionColumns({ ...cells, url: sorting?.url })}
      hidden={hidden}
      rows={sessions}
      rowKey={({ id }) => id}
      sorting={sorting}
      selection={hasActions && mayExtend ? (session) => <SelectCheckbox session={session} /> : undefined}
      menu={hasActions ? (session) => <SessionMenu session={session} mayWrite={mayExtend} /> : undefined}
    />
  )
}

/** Hides a checkbox until the pointer is over its row. Without a mouse or JavaScript it is always visible. */
const VISIBLE_ON_HOVER =
  '[@media(hover:hover)]:group-data-nothing-selected/selection:opacity-0 group-hover/row:opacity-100! focus-visible:opacity-100! checked:opacity-100!'

function SelectCheckbox({ session: { id, agentName, state } }: { session: SessionRow }) {
  if (state === 'ended') return null
  return (
    <SelectRow
      name="session_id"
      value={id}
      aria-label={`Select ${agentName}’s session`}
      className={clsx('size-4 align-middle accent-accent', VISIBLE_ON_HOVER)}
    />
  )
}

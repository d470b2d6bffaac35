'use client'

import { ExpandingList } from '@/app/_ui/expanding-list'
import type { PresentedEntry } from '@/lib/audit/present'
import { ENTRY_COLUMNS, EntryDetails } from './entry-columns'

/** The entries of the audit log. A client component, as `SessionTable`. */
export function EntryList({ entries, hidden }: { entries: PresentedEntry[]; hidden: string[] }) {
  return (
    <ExpandingList
      label="Audit entries"
      columns={ENTRY_COLUMNS}
      hidden={hidden}
      rows={entries}
      rowKey={({ id }) => id}
      details={(entry) => <EntryDetails entry={entry} />}
      wideFrom="sm"
    />
  )
}

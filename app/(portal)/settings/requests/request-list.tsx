'use client'

import { ExpandingList } from '@/app/_ui/expanding-list'
import type { PresentedRequest } from '@/lib/request-log/present'
import { REQUEST_COLUMNS, RequestDetails } from './request-columns'

interface RequestListProps {
  requests: PresentedRequest[]
  /** The details of each are shown. */
  areOpen: boolean
  /** The ids of the columns that are not shown. */
  hidden: string[]
}

/** The calls of the request log. A client component, as `SessionTable`. */
export function RequestList({ requests, areOpen, hidden }: RequestListProps) {
  return (
    <ExpandingList
      label="Requests"
      columns={REQUEST_COLUMNS}
      hidden={hidden}
      rows={requests}
      rowKey={({ requestId }) => requestId}
      details={(request) => <RequestDetails request={request} />}
      isOpen={areOpen}
      wideFrom="lg"
      rowClass="grid-cols-[minmax(0,1fr)_auto] items-baseline"
    />
  )
}

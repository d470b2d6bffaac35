import type { Metadata } from 'next'
import type { Search } from '@/app/_url/search'
import { GroupsPage } from '../groups-page'

export const metadata: Metadata = { title: 'Summaries by day' }

/** Summaries by day. */
export default function SummariesDaysPage({ searchParams }: { searchParams: Promise<Search> }) {
  return <GroupsPage view="days" searchParams={searchParams} />
}

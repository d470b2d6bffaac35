import type { Metadata } from 'next'
import type { Search } from '@/app/_url/search'
import { GroupsPage } from '../groups-page'

export const metadata: Metadata = { title: 'Summaries by outcome' }

/** Summaries by outcome. */
export default function SummariesOutcomesPage({ searchParams }: { searchParams: Promise<Search> }) {
  return <GroupsPage view="outcomes" searchParams={searchParams} />
}

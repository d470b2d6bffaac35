import type { Metadata } from 'next'
import type { Search } from '@/app/_url/search'
import { GroupsPage } from '../groups-page'

export const metadata: Metadata = { title: 'Summaries by agent' }

/** Summaries by agent. */
export default function SummariesAgentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  return <GroupsPage view="agents" searchParams={searchParams} />
}

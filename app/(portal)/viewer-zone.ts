import { cookies } from 'next/headers'
import type { Search } from '@/lib/http/search'
import { zoneIn } from '@/lib/http/search-days'
import { ZONE_COOKIE } from '@/lib/time-zone'

/** The zone of the days in a page's address. Without JavaScript no cookie tells the viewer's, and it is UTC. */
export async function zoneOf(search: Search): Promise<string> {
  return zoneIn(search, (await cookies()).get(ZONE_COOKIE)?.value)
}

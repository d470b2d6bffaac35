import { cookies } from 'next/headers'
import { ZONE_COOKIE } from '@/lib/time-zone'
import { zoneIn } from './days'
import type { Search } from './search'

/** The time zone of the days in a page's URL. Without JavaScript there is no cookie with the viewer's zone, and it is UTC. */
export async function zoneOf(search: Search): Promise<string> {
  return zoneIn(search, (await cookies()).get(ZONE_COOKIE)?.value)
}

import { withDaysIn } from '@/app/_url/days'
import { readSearch } from '@/app/_url/read-search'
import { type Search, textOf } from '@/app/_url/search'
import { zoneOf } from '@/app/_url/viewer-zone'
import { COMPARISON_SEARCH, comparedWith, filtersOf } from './search'

/** What the URL of a comparison compares, its days as instants. */
export async function readComparison(search: Search) {
  const { vs_from, vs_to } = search
  const zone = await zoneOf(textOf(vs_from) || textOf(vs_to) ? { from: vs_from || vs_to, zone: search.zone } : search)
  const other = withDaysIn(zone, { from: vs_from, to: vs_to })
  const searchInZone = { ...withDaysIn(zone, search), vs_from: other.from, vs_to: other.to }
  const validSearch = readSearch(COMPARISON_SEARCH, searchInZone)
  return { zone, searchInZone, validSearch, filters: filtersOf(validSearch), other: comparedWith(validSearch) }
}

import { firstPageHref, type Search } from './search'

/** A filter that is set. */
export interface FilterChip {
  label: string
  value: string
  /** The list without this filter. */
  href: string
}

/** A filter of a list: its label, its value in words if it is set, and its parameters in the URL. */
type FilterInWords = [label: string, value: string | undefined, ...names: string[]]

/** The filters of a list that are set, each with the URL of the list without it. */
export const chipsOf = (path: string, search: Search, filters: FilterInWords[]): FilterChip[] =>
  filters.flatMap(([label, value, ...names]) => {
    if (value === undefined) return []
    const href = firstPageHref(path, search, Object.fromEntries(names.map((name) => [name, undefined])))
    return [{ label, value, href }]
  })

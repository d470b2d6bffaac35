/** How a person wants to see the lists of the portal. The choices are in cookies, so that the server renders the lists with them. */

export const DENSITIES = ['comfortable', 'compact'] as const
export type Density = (typeof DENSITIES)[number]

/** The cookie with the height of the rows of all lists. */
export const DENSITY_COOKIE = 'memanto-density'

/** The cookie with the ids of the columns of a list that are hidden. A column that is new is shown. */
export const columnsCookie = (list: string) => `memanto-hidden-columns-${list}`

/** A column id is a word, so this needs no escaping. */
const SEPARATOR = '.'

interface Cookies {
  get: (name: string) => { value: string } | undefined
}

/** The height of the rows that a person chose in this browser. */
export const densityIn = (cookies: Cookies): Density => (cookies.get(DENSITY_COOKIE)?.value === 'compact' ? 'compact' : 'comfortable')

/** The ids of the columns that a person hid in a list in this browser. */
export const hiddenColumnsIn = (cookies: Cookies, list: string): string[] =>
  cookies.get(columnsCookie(list))?.value.split(SEPARATOR).filter(Boolean) ?? []

/** The value of the cookie with the hidden columns. */
export const writeHiddenColumns = (hidden: string[]): string => hidden.join(SEPARATOR)

/** The columns of a list without those that a person hid. Those with `isFixed` cannot be hidden. */
export const shownColumns = <C extends { id: string; isFixed?: boolean }>(columns: C[], hidden: string[]): C[] =>
  columns.filter(({ id, isFixed }) => isFixed || !hidden.includes(id))

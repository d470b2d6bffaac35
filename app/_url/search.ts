/** The query of a page's URL, as Next passes it. */
export type Search = Record<string, string | string[] | undefined>

/** One value of a URL parameter; the last one where it occurs more than once. */
export const textOf = (value: string | string[] | undefined): string | undefined => textsOf(value).at(-1)

/** The values of a URL parameter that are not empty; several where it occurs more than once. */
export const textsOf = (value: string | string[] | undefined): string[] => [value ?? []].flat().filter((text) => text !== '')

/** The query of a request's URL. */
export const searchOf = (request: Request): Search => searchIn(new URL(request.url).searchParams)

/** The parameters of a query. A name that occurs several times has a list, as Next passes it to pages. */
export const searchIn = (query: URLSearchParams): Search =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, oneOrAll(query.getAll(name))]))

const oneOrAll = (values: string[]) => (values.length === 1 ? values[0] : values)

/** Parameters of a list's URL that say what is open and which page of the list is shown. Other filters begin without them. */
export const PLACE = { cursor: undefined, peek: undefined, new: undefined, deleted: undefined }

/** The URL of a list with other filters: its first page, without a panel. */
export const firstPageHref = (path: string, search: Search, changes: Record<string, string | undefined>): string =>
  hrefWith(path, { ...search, ...PLACE }, changes)

/** The URL of a list, from which the links of the list are made. */
export interface ListUrl {
  path: string
  search: Search
}

/** The URL of the same page with some parameters changed; those that become undefined are left out. */
export function hrefWith(path: string, search: Search, changes: Record<string, string | undefined>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...search, ...changes })) for (const text of textsOf(value)) query.append(name, text)
  return query.size === 0 ? path : `${path}?${query}`
}

/** The URL of a list with the panel of a row. */
export const peekHref = ({ path, search }: ListUrl, id: string) => hrefWith(path, search, { peek: id })

import { hrefWith, type Search } from './search'

/** The links of the panel next to a list: to the list alone, and to the panels of the previous and the next row. */
export function peekLinks(path: string, search: Search, ids: string[], id: string) {
  const to = (peek: string | undefined) => hrefWith(path, search, { peek })
  const index = ids.indexOf(id)
  const neighbor = (step: 1 | -1) => (index === -1 || ids[index + step] === undefined ? undefined : to(ids[index + step]))
  return { close: to(undefined), previous: neighbor(-1), next: neighbor(1) }
}

import { hrefWith, type Search } from '@/lib/http/search'

/** Where the panel over a list leads: to the list alone, and to the rows before and after in the order shown. */
export function peekLinks(path: string, search: Search, ids: string[], id: string) {
  const to = (peek: string | undefined) => hrefWith(path, search, { peek })
  const at = ids.indexOf(id)
  const beside = (step: 1 | -1) => (at === -1 || ids[at + step] === undefined ? undefined : to(ids[at + step]))
  return { close: to(undefined), previous: beside(-1), next: beside(1) }
}

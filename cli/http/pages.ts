const PAGE_SIZE = 100

interface Page<Item> {
  items: Item[]
  next_cursor: string | null
}

/** Reads pages of a list until it ends or `limit` items are read. `first` is the first page. */
export async function listPages<Item, Body extends Page<Item>>(
  limit: number,
  read: (page: { limit: number; cursor?: string }) => Promise<Body & Page<Item>>,
): Promise<{ items: Item[]; first: Body; nextCursor: string | null }> {
  const first = await read({ limit: Math.min(PAGE_SIZE, limit) })
  const items = [...first.items]
  let nextCursor = first.next_cursor
  while (nextCursor !== null && items.length < limit) {
    const page = await read({ limit: Math.min(PAGE_SIZE, limit - items.length), cursor: nextCursor })
    items.push(...page.items)
    nextCursor = page.next_cursor
  }
  return { items, first, nextCursor }
}

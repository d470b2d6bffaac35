/** An operation in the index of the API reference. */
export interface IndexEntry {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  /** More text in which the search looks. */
  text: string
}

/** Returns the operations that contain all words of a query, in whatever case; all of them for an empty query. */
export function findOperations(entries: readonly IndexEntry[], query: string): IndexEntry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    const text = Object.values(entry).join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** Returns the id of the operation to which an address of the earlier reference leads: `#/Memories/remember`. */
export const operationInHash = (hash: string) => /^#\/\w+\/(\w+)$/.exec(hash)?.[1]

/**
 * Reads a comma-separated list: `a, b`. An item in double quotes can contain commas, and a doubled quote for each quote: `"a, b", c`. A quote
 * anywhere else is an ordinary character. Blank items are left out.
 */
export function readCommaList(text: string): string[] {
  const items: string[] = []
  for (let rest = text; rest !== ''; ) {
    const { matched, item } = firstItem(rest)
    if (item.trim() !== '') items.push(item)
    rest = rest.slice(matched.length)
  }
  return items
}

function firstItem(text: string): { matched: string; item: string } {
  const [matched, inQuotes] = QUOTED.exec(text) ?? []
  if (matched !== undefined && inQuotes !== undefined) return { matched, item: inQuotes.replaceAll('""', '"') }
  const [plain = ''] = text.split(',', 1)
  return { matched: `${plain},`, item: plain.trim() }
}

const QUOTED = /^\s*"((?:[^"]|"")*)"\s*(?:,|$)/

/** Writes items as a text from which `readCommaList` reads the same items. */
export function writeCommaList(items: readonly string[]): string {
  return items.map((item) => (/,|^"|^\s|\s$/.test(item) ? `"${item.replaceAll('"', '""')}"` : item)).join(', ')
}

const DAYS = ['from', 'to']

/**
 * The URL of a list for the fields of its filters, without those that are empty or have their default. The days belong to a custom range, and
 * the zone to days. Undefined while a custom range has no day yet.
 */
export function filterHref(action: string, fields: FormData, defaults: Record<string, string> = {}): string | undefined {
  const isCustom = fields.get('range') === 'custom'
  if (isCustom && !fields.get('from') && !fields.get('to')) return undefined
  const hasDays = isCustom || [...fields].some(([name, value]) => /_(from|to)$/.test(name) && value !== '')
  const query = new URLSearchParams()
  for (const [name, value] of fields) {
    const isUnused = (DAYS.includes(name) && !isCustom) || (name === 'zone' && !hasDays) || value === defaults[name]
    if (typeof value === 'string' && value !== '' && !isUnused) query.set(name, value)
  }
  return query.size === 0 ? action : `${action}?${query}`
}

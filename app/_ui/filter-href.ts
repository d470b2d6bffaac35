/** The periods of a list: the field that names the period, and the days of a custom one. */
const PERIODS = [
  ['range', 'from', 'to'],
  ['vs_period', 'vs_from', 'vs_to'],
] as const

type Period = (typeof PERIODS)[number]

const isCustom = (fields: FormData, [period]: Period) => fields.get(period) === 'custom'

const hasDays = (fields: FormData, [, from, to]: Period) => Boolean(fields.get(from) || fields.get(to))

/** The fields of the custom periods that have no day yet. */
export const undecidedPeriods = (fields: FormData): Period[] =>
  PERIODS.filter((period) => isCustom(fields, period) && !hasDays(fields, period))

/**
 * The URL of a list for the fields of its filters, without those that are empty or have their default. Days belong to a custom period, a custom period has days, and
 * the zone belongs to days.
 */
export function filterHref(action: string, fields: FormData, defaults: Record<string, string> = {}): string {
  const unused: string[] = undecidedPeriods(fields).flat()
  for (const period of PERIODS) if (!isCustom(fields, period)) unused.push(period[1], period[2])
  if (!PERIODS.some((period) => isCustom(fields, period) && hasDays(fields, period))) unused.push('zone')
  const query = new URLSearchParams()
  for (const [name, value] of fields)
    if (typeof value === 'string' && value !== '' && !unused.includes(name) && value !== defaults[name]) query.set(name, value)
  return query.size === 0 ? action : `${action}?${query}`
}

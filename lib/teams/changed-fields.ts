import { isDeepStrictEqual } from 'node:util'

/** The fields of a setting that a change gave another value, before and after it; undefined when nothing changed. */
export function changedFields<Settings extends object>(
  before: Settings,
  after: Settings,
): { before: Partial<Settings>; after: Partial<Settings> } | undefined {
  const names = (Object.keys(after) as (keyof Settings)[]).filter((name) => !isDeepStrictEqual(before[name], after[name]))
  if (names.length === 0) return undefined
  return { before: pick(before, names), after: pick(after, names) }
}

const pick = <Settings extends object>(settings: Settings, names: (keyof Settings)[]): Partial<Settings> =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.some((picked) => picked === name))) as Partial<Settings>

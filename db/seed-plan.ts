export const DAYS = 30
export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** When a session of the sample started, and for how long it was open. */
export interface Span {
  start: Date
  hours: number
  /** Has not ended at the end of the history. */
  open: boolean
  /** Ended before it could expire. */
  isShort?: boolean
}

/** Plans one or two sessions a working day, fewer at weekends, one that ended lately, and one that is active since `openHours` hours. */
export function planSessions(now: Date, openHours: number, random: () => number): Span[] {
  const spans: Span[] = []
  const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR_MS)
  for (let day = DAYS; day >= 1; day--) {
    const midnight = new Date(now.getTime() - day * DAY_MS)
    midnight.setUTCHours(0, 0, 0, 0)
    const isWeekend = [0, 6].includes(midnight.getUTCDay())
    const count = isWeekend ? Number(random() < 0.3) : 1 + Number(random() < 0.55)
    for (let nth = 0; nth < count; nth++) {
      const start = new Date(midnight.getTime() + (8 + nth * 9 + random() * 2) * HOUR_MS)
      if (start < hoursAgo(14)) spans.push({ start, hours: 0.4 + random() * 5, open: false })
    }
  }
  const lately = { start: hoursAgo(7.9 - random() * 0.2), hours: 0.5 + random() * 1.2, open: false, isShort: true }
  return [...spans, lately, { start: hoursAgo(openHours), hours: 6, open: true }]
}

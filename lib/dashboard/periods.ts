import type { ComparedPeriods } from '../../db/activity-counts'
import { dayIn, startOfDay } from '../time-zone'

const MINUTE_MS = 60_000

/**
 * Returns the part of today that has passed in a time zone, and the same part of yesterday, so that an unfinished day is compared with as much of
 * the day before. Yesterday's part is never longer than yesterday was.
 */
export function comparedPeriods(zone: string, now: Date): ComparedPeriods {
  const today = startOfDay(zone, dayIn(zone, now))
  const yesterday = startOfDayBefore(zone, today)
  const passed = now.getTime() - today.getTime()
  return { today, now, yesterday, yesterdayUntil: new Date(Math.min(yesterday.getTime() + passed, today.getTime())) }
}

/** Returns when each of the `days` days before today began in a time zone, and at last when today began. */
export function startsOfPastDays(zone: string, now: Date, days: number): Date[] {
  const today = startOfDay(zone, dayIn(zone, now))
  const starts = [today]
  for (let start = today; starts.length <= days; starts.unshift(start)) start = startOfDayBefore(zone, start)
  return starts
}

/** The start of the day before the one that began at a moment. */
const startOfDayBefore = (zone: string, start: Date) => startOfDay(zone, dayIn(zone, new Date(start.getTime() - MINUTE_MS)))

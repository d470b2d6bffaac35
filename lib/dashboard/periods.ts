import type { ComparedPeriods } from '../../db/activity-counts'
import { dayIn, startOfDay } from '../time-zone'

const MINUTE_MS = 60_000

/**
 * Returns the part of today that has passed in a time zone, and the same part of yesterday, so that an unfinished day is compared with as much of
 * the day before. Yesterday's part is never longer than yesterday was.
 */
export function comparedPeriods(zone: string, now: Date): ComparedPeriods {
  const today = startOfDay(zone, dayIn(zone, now))
  const yesterday = startOfDay(zone, dayIn(zone, new Date(today.getTime() - MINUTE_MS)))
  const passed = now.getTime() - today.getTime()
  return { today, now, yesterday, yesterdayUntil: new Date(Math.min(yesterday.getTime() + passed, today.getTime())) }
}

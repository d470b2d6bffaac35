'use client'

import { useIsInBrowser } from '@/app/_ui/browser'
import { momentInFull } from '@/app/_ui/moment-words'
import { dateFormat } from '@/lib/date-format'

/** The time of day of a moment in the zone of the days, below the heading of its day; without JavaScript in UTC. */
export function ClockTime({ at, zone }: { at: string; zone: string }) {
  const isInBrowser = useIsInBrowser()
  const utc = `${at.slice(0, 19).replace('T', ' ')} UTC`
  return (
    <time dateTime={at} title={isInBrowser ? `${momentInFull(new Date(at))}\n${utc}` : utc} className="whitespace-nowrap">
      {isInBrowser ? dateFormat(undefined, { timeStyle: 'short', timeZone: zone }).format(new Date(at)) : `${at.slice(11, 16)} UTC`}
    </time>
  )
}

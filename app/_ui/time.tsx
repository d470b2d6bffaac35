'use client'

import { useEffect, useRef, useState } from 'react'
import { useIsInBrowser } from './browser'
import { isPaused } from './live'
import { momentInFull, momentInWords } from './moment-words'
import { currentTime, serverTimeMs } from './server-clock'
import { timeFrom } from './time-from'
import { useRefresh } from './use-refresh'
import { whenStill } from './when-still'

interface MomentProps {
  at: string
  /** The server's time when the page was rendered. With it, the moment is shown by its distance from now. */
  relativeTo?: string
}

/** A moment as short as it can be in the viewer's time zone, with everything and UTC on hover; without JavaScript in UTC. */
export function Moment({ at, relativeTo }: MomentProps) {
  const isInBrowser = useIsInBrowser()
  const time = new Date(at)
  const utc = `${at.slice(0, 19).replace('T', ' ')} UTC`
  const words = () => (relativeTo === undefined ? momentInWords(time, currentTime()) : timeFrom(time.getTime(), serverTimeMs(relativeTo)))
  const wordsInUtc = () => `${momentInWords(time, new Date(), 'en-GB', 'UTC')} UTC`
  return (
    <time dateTime={at} title={isInBrowser ? `${momentInFull(time)}\n${utc}` : utc} suppressHydrationWarning className="whitespace-nowrap">
      {isInBrowser ? words() : wordsInUtc()}
    </time>
  )
}

interface CountdownProps {
  until: string
  /** The server's time when the page was rendered; it corrects a wrong clock of the viewer. */
  serverNow: string
  /** Follows the time while some is left. */
  after?: string
  /** Only the largest unit: `12m`. */
  isShort?: boolean
}

/** The time left until a moment, counting down to "Expired". The page is then loaded again, unless it is paused. */
export function Countdown({ until, serverNow, after = '', isShort = false }: CountdownProps) {
  const [nowMs, setNowMs] = useState(() => Date.parse(serverNow))
  const leftMs = Date.parse(until) - nowMs
  const isOver = leftMs <= 0
  const refresh = useRefresh()
  const hasTicked = useRef(false)
  useEffect(() => {
    const hasEnded = isOver && hasTicked.current
    hasTicked.current = !isOver
    if (!hasEnded || isPaused()) return
    const left = new AbortController()
    whenStill(() => refresh(left.signal), left.signal)
    return () => left.abort()
  }, [isOver, refresh])
  useEffect(() => {
    if (isOver) return
    const tick = () => setNowMs(serverTimeMs(serverNow))
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [isOver, serverNow])
  return (
    <span suppressHydrationWarning className="whitespace-nowrap tabular-nums">
      {isOver ? 'Expired' : formatClock(leftMs, isShort) + after}
    </span>
  )
}

/** `5h 12m`, under an hour `12m 05s`, under a minute `5s`. */
function formatClock(milliseconds: number, isShort: boolean): string {
  const seconds = Math.ceil(milliseconds / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  if (isShort && minutes > 0 && hours === 0) return `${minutes}m`
  return hours > 0 ? `${hours}h ${minutes}m` : minutes > 0 ? `${minutes}m ${String(rest).padStart(2, '0')}s` : `${rest}s`
}

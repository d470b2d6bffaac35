'use client'

import { clsx } from 'clsx'
import { useEffect, useState } from 'react'
import { placeBetween } from '@/lib/sessions/life'
import { serverTimeMs } from './server-clock'

interface TimeUsedBarProps {
  startedAt: string
  expiresAt: string
  /** The server's time when the page was rendered. */
  serverNow: string
  /** Little time is left. */
  isExpiring: boolean
  className?: string
}

const EVERY_MS = 10_000

/** The share of a session's time that has passed, as a bar. */
export function TimeUsedBar({ startedAt, expiresAt, serverNow, isExpiring, className }: TimeUsedBarProps) {
  const [nowMs, setNowMs] = useState(() => Date.parse(serverNow))
  useEffect(() => {
    const tick = () => setNowMs(serverTimeMs(serverNow))
    tick()
    const timer = setInterval(tick, EVERY_MS)
    return () => clearInterval(timer)
  }, [serverNow])
  const percent = Math.round(placeBetween(Date.parse(startedAt), Date.parse(expiresAt), nowMs) * 100)
  return (
    <span className={clsx('block h-1 overflow-hidden rounded-full bg-line', className)}>
      <span className={clsx('block h-full rounded-full', isExpiring ? 'bg-warn' : 'bg-accent')} style={{ width: `${percent}%` }} />
      <span className="sr-only">{percent}% of its time used</span>
    </span>
  )
}

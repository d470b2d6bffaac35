import { formatDuration } from '../time'
import type { SessionRow } from './session-row'

/** The life of a session as parts of a bar from its start to its expiry, or to its end if that is later. Places are from 0 to 1. */
export interface Life {
  /** How far the session has come: now, or its end. */
  reached: number
  extensions: number[]
  /** The same in words. */
  words: string
}

/** Where a session is in its life. `extendedAt` are the times of its extensions, as far as they are known. */
export function lifeOf(session: SessionRow, extendedAt: readonly Date[]): Life {
  const start = Date.parse(session.startedAt)
  const expiry = Date.parse(session.expiresAt)
  const reachedMs = session.endedAt === null ? Math.min(Date.parse(session.now), expiry) : Date.parse(session.endedAt)
  const place = (time: number) => placeBetween(start, Math.max(expiry, reachedMs), time)
  return {
    reached: place(reachedMs),
    extensions: extendedAt.map((at) => place(at.getTime())),
    words: inWords(session, { start, expiry, reachedMs, extendedAt }),
  }
}

/** Where a time is between a start (0) and an end (1). Takes epoch milliseconds. */
export const placeBetween = (start: number, end: number, time: number): number =>
  end <= start ? 1 : Math.min(1, Math.max(0, (time - start) / (end - start)))

interface Times {
  start: number
  expiry: number
  reachedMs: number
  extendedAt: readonly Date[]
}

function inWords(session: SessionRow, { start, expiry, reachedMs, extendedAt }: Times): string {
  const after = (time: number) => formatDuration(Math.max(0, time - start) / 1000)
  const extended = extensionsInWords(
    session.extensions,
    extendedAt.map((at) => after(at.getTime())),
  )
  const left = formatDuration(Math.max(0, expiry - reachedMs) / 1000)
  if (session.endedAt === null) return `Active for ${after(reachedMs)}${extended}; expires in ${left}.`
  const early = expiry - reachedMs >= 1000 ? `, ${left} before its expiry` : ' at its expiry'
  return `Ended after ${after(reachedMs)}${early}${extended}.`
}

/** `; extended 3 times, after 1h 0m and 2h 10m`: extensions whose events were deleted are only counted. */
function extensionsInWords(count: number, known: string[]): string {
  if (count === 0) return '; never extended'
  const times = count === 1 ? 'once' : `${count} times`
  return `; extended ${times}${known.length === 0 ? '' : `, after ${known.join(', ')}`}`
}

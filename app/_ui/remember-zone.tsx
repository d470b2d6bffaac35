'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ZONE_COOKIE } from '@/lib/time-zone'
import { hasCookie, writeCookie } from './write-cookie'

/** Stores the browser's time zone in a cookie for the server. True when the cookie had another value and was changed. */
function rememberZone(): boolean {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  if (hasCookie(ZONE_COOKIE, timeZone)) return false
  writeCookie(ZONE_COOKIE, timeZone)
  return hasCookie(ZONE_COOKIE, timeZone)
}

/** Stores the viewer's time zone for the following pages. */
export function RememberZone() {
  useEffect(() => void rememberZone(), [])
  return null
}

/** The time zone of the days in a form. When the viewer's has changed since the page was rendered, the page is rendered again. */
export function ZoneField({ zone }: { zone: string }) {
  const router = useRouter()
  useEffect(() => {
    if (rememberZone()) router.refresh()
  }, [router])
  return <input type="hidden" name="zone" value={zone} />
}

'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ZONE_COOKIE } from '@/lib/time-zone'

const YEAR_S = 31_536_000

/** Stores the browser's time zone in a cookie for the server. True when the cookie had another value and was changed. */
function rememberZone(): boolean {
  const cookie = `${ZONE_COOKIE}=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`
  const isStored = () => document.cookie.split('; ').includes(cookie)
  if (isStored()) return false
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API, and none over plain http
  document.cookie = `${cookie}; path=/; max-age=${YEAR_S}; samesite=lax${window.location.protocol === 'https:' ? '; secure' : ''}`
  return isStored()
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

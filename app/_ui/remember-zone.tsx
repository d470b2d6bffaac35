'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { ZONE_COOKIE } from '@/lib/time-zone'

const YEAR_S = 31_536_000

/** Keeps the browser's time zone where the server reads it. True when it was another one, or none, and is kept now. */
function rememberZone(): boolean {
  const kept = `${ZONE_COOKIE}=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)}`
  const isKept = () => document.cookie.split('; ').includes(kept)
  if (isKept()) return false
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API, and none over plain http
  document.cookie = `${kept}; path=/; max-age=${YEAR_S}; samesite=lax${window.location.protocol === 'https:' ? '; secure' : ''}`
  return isKept()
}

/** Tells the server the viewer's time zone, for the pages that follow. */
export function RememberZone() {
  useEffect(() => void rememberZone(), [])
  return null
}

/** Names the zone that the days of a form are of. Where the viewer's has changed since the page was made, the page is made anew. */
export function ZoneField({ zone }: { zone: string }) {
  const router = useRouter()
  useEffect(() => {
    if (rememberZone()) router.refresh()
  }, [router])
  return <input type="hidden" name="zone" value={zone} />
}

'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { paths } from '@/lib/paths'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { cn } from './cn'
import { watchVersion } from './watch-version'

interface LiveProps {
  /** The change version of the page, read before the page's data. */
  version: string
  /** The agent or session that the page is about; without them it is about the whole team. */
  agent?: string
  session?: string
}

/** Reloads the data of a page when something has changed, and shows a button that pauses this. */
export function Live({ version, agent, session }: LiveProps) {
  const [isOn, setIsOn] = useState(true)
  const query = new URLSearchParams({ ...(agent && { agent }), ...(session && { session }) }).toString()
  const isOffline = useRefreshOnChange(isOn, version, `${paths.changeVersion}?${query}`)
  if (!useIsInBrowser()) return null
  return (
    <Button
      size="small"
      kind="quiet"
      role="switch"
      aria-checked={isOn}
      aria-label="Live updates"
      data-paused={isOn ? undefined : ''}
      onClick={() => setIsOn(!isOn)}
    >
      <span aria-hidden="true" className={cn('size-2 rounded-full', isOn && !isOffline ? 'bg-good' : 'border border-current')} />
      {isOn ? (isOffline ? 'Reconnecting…' : 'Live') : 'Paused'}
    </Button>
  )
}

/** True when the viewer paused the page: nothing in it may change. */
export const isPaused = () => document.querySelector('[data-paused]') !== null

/** Refreshes the page's data when its change version changes. Returns true while the server does not answer. */
function useRefreshOnChange(isOn: boolean, version: string, url: string): boolean {
  const router = useRouter()
  const [isOffline, setIsOffline] = useState(false)
  useEffect(() => {
    if (!isOn) return
    return watchVersion(url, version, { onChange: () => router.refresh(), onResult: (isReachable) => setIsOffline(!isReachable) })
  }, [isOn, version, url, router])
  return isOffline
}

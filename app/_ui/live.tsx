'use client'

import { clsx } from 'clsx'
import { useRouter } from 'next/navigation'
import { use, useEffect, useState } from 'react'
import { paths } from '@/lib/paths'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { ShownTeam } from './shown-team'
import { type WatchResult, watchVersion } from './watch-version'
import { whenStill } from './when-still'

interface LiveProps {
  /** The change version of the page, read before the page's data. */
  version: string
  /** The agent or session that the page is about; without them it is about the whole team. */
  agent?: string
  session?: string
  /** Whether the page follows the audit log, too. */
  withAudit?: boolean
}

/** Reloads the data of a page when something has changed, and shows a button that pauses this. */
export function Live({ version, agent, session, withAudit }: LiveProps) {
  const [isOn, setIsOn] = useState(true)
  const team = use(ShownTeam)
  const scope = { ...(team && { team }), ...(agent && { agent }), ...(session && { session }), ...(withAudit && { audit: 'true' }) }
  const query = new URLSearchParams(scope).toString()
  const { result, isWaiting } = useRefreshOnChange(isOn, version, `${paths.changeVersion}?${query}`)
  const isInBrowser = useIsInBrowser()
  return (
    <Button
      size="small"
      kind="quiet"
      // Its place is kept until scripts run, so that nothing moves then.
      className={isInBrowser ? undefined : 'invisible noscript:hidden'}
      role="switch"
      aria-checked={isOn}
      data-paused={isOn ? undefined : ''}
      title={isOn && result === 'no access' ? NO_ACCESS : undefined}
      onClick={() => setIsOn(!isOn)}
    >
      <span
        aria-hidden="true"
        className={clsx('size-2 rounded-full', isOn && result === 'reachable' ? 'bg-good' : 'border border-current')}
      />
      <span className="sr-only">Live updates: </span>
      {!isOn ? 'Paused' : result === 'reachable' && isWaiting ? 'Changes waiting' : IN_WORDS[result]}
    </Button>
  )
}

const IN_WORDS = { reachable: 'Live', 'no access': 'No access', unreachable: 'Reconnecting…' } as const satisfies Record<
  WatchResult,
  string
>
const NO_ACCESS = 'You are signed out or no longer a member of the team. Reload the page to continue.'

/** True when the viewer paused the page: nothing in it may change. */
export const isPaused = () => document.querySelector('[data-paused]') !== null

/** Refreshes the page's data when its change version changes, but not while the mouse is over rows that would move. */
function useRefreshOnChange(isOn: boolean, version: string, url: string) {
  const router = useRouter()
  const [result, setResult] = useState<WatchResult>('reachable')
  const [isWaiting, setIsWaiting] = useState(false)
  useEffect(() => {
    if (!isOn) return
    const left = new AbortController()
    let hasChanged = false
    const refresh = () => {
      hasChanged = false
      setIsWaiting(false)
      router.refresh()
    }
    const onChange = () => {
      if (hasChanged) return // one refresh is enough for all changes that wait
      hasChanged = true
      whenStill(refresh, left.signal, () => setIsWaiting(true))
    }
    const stop = watchVersion(url, version, { onChange, onResult: setResult })
    return () => {
      stop()
      left.abort()
      setIsWaiting(false)
    }
  }, [isOn, version, url, router])
  return { result, isWaiting }
}

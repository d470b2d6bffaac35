'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { paths } from '@/lib/paths'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { cn } from './cn'

const EVERY_MS = 4_000
const AT_MOST_MS = 60_000

interface LiveProps {
  /** What was shown when the page was made: `readPulse`, read before the page's data. */
  version: string
  /** The one agent or session that the page is about; neither is the whole team. */
  agent?: string
  session?: string
}

/** Follows what happens: asks a small question every few seconds while the page is seen, and has it made anew when something did. */
export function Live({ version, agent, session }: LiveProps) {
  const [isOn, setIsOn] = useState(true)
  const query = new URLSearchParams({ ...(agent && { agent }), ...(session && { session }) }).toString()
  const isLost = useFollowing(isOn, version, `${paths.pulse}?${query}`)
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
      <span aria-hidden="true" className={cn('size-2 rounded-full', isOn && !isLost ? 'bg-good' : 'border border-current')} />
      {isOn ? (isLost ? 'Reconnecting…' : 'Live') : 'Paused'}
    </Button>
  )
}

/** Whoever paused the page wants nothing in it to move. */
export const isPaused = () => document.querySelector('[data-paused]') !== null

/** True while no answer comes. */
function useFollowing(isOn: boolean, version: string, url: string): boolean {
  const router = useRouter()
  const [isLost, setIsLost] = useState(false)
  useEffect(() => {
    if (!isOn) return
    return follow(url, version, { onChange: () => router.refresh(), onReach: (isReached) => setIsLost(!isReached) })
  }, [isOn, version, url, router])
  return isLost
}

interface Listener {
  onChange: () => void
  onReach: (isReached: boolean) => void
}

/** Asks now and then, more rarely while no answer comes, never while the page is out of sight; without a version first of all for that. Gives what stops it. */
export function follow(url: string, version: string | undefined, { onChange, onReach }: Listener): () => void {
  let known = version
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = new AbortController()
  const wait = () => {
    clearTimeout(timer)
    timer = setTimeout(ask, Math.min(EVERY_MS * 2 ** failures, AT_MOST_MS))
  }
  const ask = async () => {
    if (document.visibilityState === 'hidden') return
    const found = await askVersion(url, stop.signal)
    if (stop.signal.aborted) return
    failures = found === undefined ? failures + 1 : 0
    onReach(found !== undefined)
    if (found !== undefined && known !== undefined && found !== known) onChange()
    known = found ?? known
    wait()
  }
  document.addEventListener('visibilitychange', ask, { signal: stop.signal })
  if (known === undefined) void ask()
  wait()
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}

/** Undefined when there is no answer, or none of ours: the sign-in page, say. */
async function askVersion(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal, redirect: 'error' })
    return response.ok ? ((await response.json()) as { version: string }).version : undefined
  } catch {
    return undefined
  }
}

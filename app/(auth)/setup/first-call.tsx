'use client'

import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { watchVersion } from '@/app/_ui/watch-version'
import { paths } from '@/lib/paths'

/** Says whether the first call with the new key has arrived. */
export function FirstCall({ agentName }: { agentName: string }) {
  const [hasArrived, setHasArrived] = useState(false)
  useEffect(() => {
    if (hasArrived) return
    const url = `${paths.changeVersion}?${new URLSearchParams({ agent: agentName })}`
    return watchVersion(url, undefined, { onChange: () => setHasArrived(true), onResult: () => undefined })
  }, [hasArrived, agentName])
  if (!useIsInBrowser()) return null
  return (
    <p role="status" className={hasArrived ? 'flex items-center gap-2 text-good' : 'text-soft'}>
      {hasArrived && <CircleCheck aria-hidden="true" className="size-4" />}
      {hasArrived ? `First call received: ${agentName} is active.` : 'Waiting for your first call…'}
    </p>
  )
}

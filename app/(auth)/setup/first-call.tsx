'use client'

import { CircleCheck } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { follow } from '@/app/_ui/live'
import { paths } from '@/lib/paths'

/** Notices the first call that is made with the new key. */
export function FirstCall({ agentId }: { agentId: string }) {
  const [hasArrived, setHasArrived] = useState(false)
  useEffect(() => {
    if (hasArrived) return
    const url = `${paths.pulse}?${new URLSearchParams({ agent: agentId })}`
    return follow(url, undefined, { onChange: () => setHasArrived(true), onReach: () => undefined })
  }, [hasArrived, agentId])
  if (!useIsInBrowser()) return null
  return (
    <p role="status" className={hasArrived ? 'flex items-center gap-2 text-good' : 'text-soft'}>
      {hasArrived && <CircleCheck aria-hidden="true" className="size-4" />}
      {hasArrived ? `First call received: ${agentId} is active.` : 'Waiting for your first call…'}
    </p>
  )
}

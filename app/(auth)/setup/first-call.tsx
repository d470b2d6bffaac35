'use client'

import { CircleCheck } from 'lucide-react'
import { use, useEffect, useEffectEvent, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { ShownTeam } from '@/app/_ui/shown-team'
import { formDataOf, runAction } from '@/app/_ui/use-form-action'
import { watchVersion } from '@/app/_ui/watch-version'
import { paths } from '@/lib/paths'
import { findLatestMemory } from './actions'

interface FirstCallProps {
  agentName: string
  /** Called when a call has arrived, and again for each later change until a memory is found. */
  onArrival: () => void
}

/** Says whether the first call with the new key has arrived, and leads to the memory that it stored. */
export function FirstCall({ agentName, onArrival }: FirstCallProps) {
  const team = use(ShownTeam)
  const [hasArrived, setHasArrived] = useState(false)
  const [memoryId, setMemoryId] = useState<string>()
  const onChange = useEffectEvent(async () => {
    setHasArrived(true)
    onArrival()
    const { done } = await runAction(findLatestMemory, formDataOf({ agent_id: agentName }, team))
    if (done?.id) setMemoryId(done.id)
  })
  useEffect(() => {
    if (memoryId !== undefined) return
    const url = `${paths.changeVersion}?${new URLSearchParams({ agent: agentName })}`
    return watchVersion(url, undefined, { onChange, onResult: () => undefined })
  }, [memoryId, agentName])
  if (!useIsInBrowser()) return null
  return (
    <p role="status" className={hasArrived ? 'flex flex-wrap items-center gap-2 text-good' : 'text-soft'}>
      {hasArrived && <CircleCheck aria-hidden="true" className="size-4 animate-appear" />}
      {hasArrived ? `First call received: ${agentName} is active.` : 'Waiting for your first call…'}
      {/* A new tab, because this page is the only one that shows the key. */}
      {memoryId !== undefined && (
        <a
          href={paths.memory(memoryId)}
          target="_blank"
          rel="noopener"
          className="inline-flex min-h-6 items-center underline underline-offset-4"
        >
          Open the memory that it stored
          <span className="sr-only"> (in a new tab)</span>
        </a>
      )}
    </p>
  )
}

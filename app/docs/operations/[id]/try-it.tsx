'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import type { Trial } from './trial'

const TrialForm = dynamic(() => import('./trial-form').then((module) => module.TrialForm), { ssr: false })

/** A button that opens the form for trying a call, which is loaded then. */
export function TryIt({ trial }: { trial: Trial }) {
  const [isOpen, setIsOpen] = useState(false)
  const isInBrowser = useIsInBrowser()
  if (!isInBrowser) return <p className="text-soft">Calls can be tried here when JavaScript is on.</p>
  return (
    <div className="grid gap-4 *:min-w-0">
      <p className="rounded-md border border-warn/40 bg-warn-wash px-3 py-2 text-warn">
        This calls this server for real, with the data of your team.
      </p>
      {isOpen ? (
        <TrialForm trial={trial} />
      ) : (
        <Button onClick={() => setIsOpen(true)} className="justify-self-start">
          Try this call
        </Button>
      )}
    </div>
  )
}

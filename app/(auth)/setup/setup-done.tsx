'use client'

import { type MouseEvent, useState } from 'react'
import { ButtonLink } from '@/app/_ui/button-link'
import { Snippet } from '@/app/_ui/copy'
import { sessionExamples } from '@/app/_ui/example-calls'
import { useKeyLeaveWarning } from '@/app/_ui/leave-warning'
import { Notice } from '@/app/_ui/notice'
import { Snippets } from '@/app/_ui/snippets'
import { paths } from '@/lib/paths'
import { FirstCall } from './first-call'
import { SetupSteps } from './setup-steps'

interface SetupDoneProps {
  address: string
  apiKey: string
  agentName: string
}

/** What the setup created: the API key, and calls to try it with. It asks before the only view of a key is left that was not copied. */
export function SetupDone(props: SetupDoneProps) {
  const [isCopied, setIsCopied] = useState(false)
  const [isAsking, setIsAsking] = useState(false)
  const [hasCalled, setHasCalled] = useState(false)
  const onCopied = () => setIsCopied(true)
  useKeyLeaveWarning(!isCopied)
  const onContinue = (event: MouseEvent) => {
    if (isCopied) return
    event.preventDefault()
    setIsAsking(true)
  }
  return (
    <div data-wide className="grid gap-5 *:min-w-0">
      <SetupSteps done={hasCalled ? 3 : isCopied ? 2 : 1} />
      <div>
        <h1 className="text-xl font-semibold">Your team is ready</h1>
        <p className="mt-1 text-soft">Your API key. You can see it only now: copy it into your secret manager.</p>
      </div>
      <Snippet text={props.apiKey} label="Copy API key" onCopied={onCopied} />
      <section className="grid gap-2 *:min-w-0">
        <h2 className="font-semibold">Try it: paste this into a terminal</h2>
        <p className="text-soft">It stores a test memory of your new agent, and recalls it.</p>
        <Snippets examples={sessionExamples(props, ['remember', 'recall'])} onCopied={onCopied} />
        <FirstCall agentName={props.agentName} onArrival={() => setHasCalled(true)} />
      </section>
      {isAsking && !isCopied && <KeyWarning />}
      <ButtonLink href={paths.dashboard} kind="primary" onClick={onContinue} className="justify-self-start">
        Continue to dashboard
      </ButtonLink>
    </div>
  )
}

function KeyWarning() {
  return (
    <Notice tone="warn">
      <p>You haven&apos;t copied the API key, and can&apos;t see it again after this page.</p>
      <ButtonLink href={paths.dashboard} size="small" className="mt-2">
        Continue without the key
      </ButtonLink>
    </Notice>
  )
}

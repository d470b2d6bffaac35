'use client'

import Link from 'next/link'
import { useActionState } from 'react'
import { FormProblem } from '@/app/_ui/field'
import { Card } from '@/app/_ui/surface'
import { StateBadge } from '@/app/(portal)/sessions/state-badge'
import { paths } from '@/lib/paths'
import { type SessionRow, summaryLine } from '@/lib/sessions/session-row'
import { activate, deactivate, extend } from './actions'
import { ActivateForm } from './activate-form'
import { DeactivateForm } from './deactivate-form'
import { ExtendForm } from './extend-form'
import { OpenSession } from './open-session'
import { TokenReveal } from './token-reveal'

interface SessionPanelProps {
  agentId: string
  /** The session that has not ended. */
  open: SessionRow | null
  mayBeExtended: boolean
  /** How long a session lasts when no duration is chosen. */
  defaultHours: number
  mayWrite: boolean
}

/** Holds what the three acts gave back: their forms come and go with the session. */
export function SessionPanel({ agentId, open, mayBeExtended, defaultHours, mayWrite }: SessionPanelProps) {
  const [activation, submitActivation, isActivating] = useActionState(activate, {})
  const [extension, submitExtension, isExtending] = useActionState(extend, {})
  const [ending, submitEnding, isEnding] = useActionState(deactivate, {})
  const isActive = open?.state === 'active'
  const isRevealed = open !== null && activation.done?.sessionId === open.id
  return (
    <Card title="Session" action={open && <StateBadge session={open} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormProblem>{activation.problem ?? extension.problem ?? ending.problem}</FormProblem>
        <OpenSession open={open} />
        <div role="status" className="empty:hidden">
          {open && extension.done?.sessionId === open.id && <p className="text-good">Extended by {extension.done.hoursAdded} h.</p>}
          {ending.done && ending.done.sessionId !== open?.id && <Summary ended={ending.done} />}
        </div>
        {isRevealed && activation.done && <TokenReveal agentId={agentId} {...activation.done} />}
        {mayWrite && open && mayBeExtended && (
          <ExtendForm agentId={agentId} submit={submitExtension} isSending={isExtending} isExpired={!isActive} />
        )}
        {mayWrite && open && <DeactivateForm agentId={agentId} submit={submitEnding} isSending={isEnding} />}
        {mayWrite && !isRevealed && (
          <ActivateForm
            agentId={agentId}
            defaultHours={defaultHours}
            submit={submitActivation}
            isSending={isActivating}
            errors={activation.errors}
            isActive={isActive}
          />
        )}
      </div>
    </Card>
  )
}

function Summary({ ended }: { ended: { sessionId: string; duration: string; stored: number; retrieved: number } }) {
  return (
    <div className="rounded-md bg-good-wash p-3">
      <p className="font-medium">Session deactivated.</p>
      <p>{summaryLine(ended)}</p>
      <Link href={paths.session(ended.sessionId)} className="text-accent underline underline-offset-4">
        View summary
      </Link>
    </div>
  )
}

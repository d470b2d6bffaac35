'use client'

import Link from 'next/link'
import { useActionState } from 'react'
import { FormProblem } from '@/app/_ui/field'
import { Card } from '@/app/_ui/surface'
import { Moment } from '@/app/_ui/time'
import { StateBadge, TimeLeft } from '@/app/(portal)/sessions/state-badge'
import { paths } from '@/lib/paths'
import { type SessionRow, summaryLine } from '@/lib/sessions/session-row'
import { activate, deactivate, extend } from './actions'
import { ActivateForm } from './activate-form'
import { DeactivateForm } from './deactivate-form'
import { ExtendForm } from './extend-form'
import { TokenReveal } from './token-reveal'

interface SessionPanelProps {
  agentId: string
  /** The session that has not ended. */
  open: SessionRow | null
  mayBeExtended: boolean
  mayWrite: boolean
}

/** Holds what the three acts gave back: their forms come and go with the session. */
export function SessionPanel({ agentId, open, mayBeExtended, mayWrite }: SessionPanelProps) {
  const [activation, submitActivation, isActivating] = useActionState(activate, {})
  const [extension, submitExtension, isExtending] = useActionState(extend, {})
  const [ending, submitEnding, isEnding] = useActionState(deactivate, {})
  const isActive = open?.state === 'active'
  const isRevealed = open !== null && activation.done?.sessionId === open.id
  return (
    <Card title="Session" action={open && <StateBadge session={open} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormProblem>{activation.problem ?? extension.problem ?? ending.problem}</FormProblem>
        {open ? (
          <OpenSession open={open} />
        ) : (
          <p className="text-soft">INACTIVE. Its memories stay; nothing stores or reads them without a session.</p>
        )}
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

function OpenSession({ open }: { open: SessionRow }) {
  return (
    <p>
      {open.state === 'active' ? (
        <>
          <span className="text-lg font-semibold">
            <TimeLeft session={open} />
          </span>{' '}
          left, until <Moment at={open.expiresAt} />
        </>
      ) : (
        <>
          Expired <Moment at={open.expiresAt} />
        </>
      )}
      . Opened by {open.openedBy.name}.{' '}
      <Link href={paths.session(open.id)} className="text-accent underline underline-offset-4">
        What happened in it
      </Link>
    </p>
  )
}

function Summary({ ended }: { ended: { sessionId: string; duration: string; stored: number; retrieved: number } }) {
  return (
    <div className="rounded-md bg-good-wash p-3">
      <p className="font-medium">The session was deactivated.</p>
      <p>{summaryLine(ended)}</p>
      <Link href={paths.session(ended.sessionId)} className="text-accent underline underline-offset-4">
        Open its summary
      </Link>
    </div>
  )
}

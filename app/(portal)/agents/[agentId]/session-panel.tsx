'use client'

import Link from 'next/link'
import { useState } from 'react'
import type { FormState } from '@/app/_actions/form-action'
import { OutcomeOnPage } from '@/app/_ui/action-form'
import { Notice } from '@/app/_ui/notice'
import { Card } from '@/app/_ui/page-parts'
import { useFormAction } from '@/app/_ui/use-form-action'
import { StateBadge } from '@/app/(portal)/sessions/state-badge'
import { paths } from '@/lib/paths'
import { type SessionRow, summaryLine } from '@/lib/sessions/session-row'
import { activate, deactivate, extend } from './actions'
import { ActivateForm } from './activate-form'
import { DeactivateForm } from './deactivate-form'
import { ExtendForm } from './extend-form'
import { SessionStatus } from './session-status'
import { TokenReveal } from './token-reveal'

interface SessionPanelProps {
  agentName: string
  /** The session that has not ended. */
  open: SessionRow | null
  mayBeExtended: boolean
  /** How long a session lasts when no duration is chosen. */
  defaultHours: number
  mayWrite: boolean
}

const inWords = ({ hoursAdded }: { hoursAdded: number }) => `Extended by ${hoursAdded} h.`

/** The session of an agent, with its forms. It keeps their outcomes, because the forms appear and disappear with the session. */
export function SessionPanel({ agentName, open, mayBeExtended, defaultHours, mayWrite }: SessionPanelProps) {
  const [activation, extension, ending] = [useFormAction(activate), useFormAction(extend, { inWords }), useFormAction(deactivate)]
  const latest = useLatest([activation.state, extension.state, ending.state])
  const { done: activated } = activation.state
  const { done: extended } = extension.state
  const { done: ended } = ending.state
  const isActive = open?.state === 'active'
  const isRevealed = open !== null && activated?.sessionId === open.id
  return (
    <Card title="Session" action={open && <StateBadge session={open} hasTimeLeft={false} />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Notice tone="bad">{latest?.problem}</Notice>
        <SessionStatus open={open} />
        {open && extended?.sessionId === open.id && <OutcomeOnPage>{inWords(extended)}</OutcomeOnPage>}
        <div role="status" className="empty:hidden">
          {ended && latest === ending.state && open === null && <Summary ended={ended} />}
        </div>
        {isRevealed && activated && <TokenReveal agentName={agentName} {...activated} />}
        {mayWrite && open && mayBeExtended && <ExtendForm agentName={agentName} form={extension} isExpired={!isActive} />}
        <div className="flex flex-wrap gap-2 empty:hidden">
          {mayWrite && !isRevealed && (
            <ActivateForm agentName={agentName} defaultHours={defaultHours} form={activation} isActive={isActive} />
          )}
          {mayWrite && isActive && <DeactivateForm agentName={agentName} form={ending} />}
        </div>
      </div>
    </Card>
  )
}

/** The outcome of several forms that is the latest: an earlier one is no longer about what the page shows. */
function useLatest(outcomes: FormState[]): FormState | undefined {
  const [seen, setSeen] = useState(outcomes)
  const [latest, setLatest] = useState(() => outcomes.find(({ done, problem }) => done !== undefined || problem !== undefined))
  const changed = outcomes.find((outcome, index) => outcome !== seen[index])
  if (changed) {
    setSeen(outcomes)
    setLatest(changed)
  }
  return changed ?? latest
}

function Summary({ ended }: { ended: { sessionId: string; duration: string; stored: number; retrieved: number } }) {
  return (
    <Notice tone="good">
      <p className="font-medium">Session deactivated.</p>
      <p>{summaryLine(ended)}</p>
      <Link href={paths.session(ended.sessionId)} className="text-accent underline underline-offset-4">
        View summary
      </Link>
    </Notice>
  )
}

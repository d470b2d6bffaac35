'use client'

import type { ReactNode } from 'react'
import { Disclosure } from '@/app/_ui/disclosure'
import { PageHeader } from '@/app/_ui/page-parts'
import { useFormAction } from '@/app/_ui/use-form-action'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { activate, deactivate, extend } from './actions'
import { ActivateForm, GetTokenForm, RestartForm } from './activate-form'
import { DeactivateForm } from './deactivate-form'
import { ExtendForm } from './extend-form'
import { inWords, SessionOutcome } from './session-outcome'

interface AgentHeaderProps {
  agentName: string
  /** The session that has not ended. */
  open: Pick<SessionRow, 'id' | 'state'> | null
  mayBeExtended: boolean
  /** How long a session lasts when no duration is chosen. */
  defaultHours: number
  mayWrite: boolean
  /** Stands after the name: the state of the agent. */
  mark: ReactNode
  about: ReactNode
  /** How much time the session has left. */
  times: ReactNode
  menuLinks: ReactNode
  /** The switch for live updates. */
  live: ReactNode
}

/** The name of an agent and its session, with what can be done. It keeps the outcomes of the forms, because they appear and disappear with the session. */
export function AgentHeader({ agentName, open, mayBeExtended, defaultHours, mayWrite, mark, about, ...parts }: AgentHeaderProps) {
  const [activation, extension, ending] = [useFormAction(activate), useFormAction(extend, { inWords }), useFormAction(deactivate)]
  const isActive = open?.state === 'active'
  const isRevealed = open !== null && activation.state.done?.sessionId === open.id
  const fields = { agentName, defaultHours, form: activation }
  return (
    <>
      <PageHeader title={agentName} mark={mark} trail={[{ label: 'Agents', href: paths.agents }]} about={about}>
        {parts.live}
        <Disclosure as="popover" size="icon" name="More actions" label="…">
          {mayWrite && isActive && !isRevealed && <RestartForm sessionId={open.id} {...fields} />}
          {parts.menuLinks}
        </Disclosure>
      </PageHeader>
      <section id="session" aria-label="Session" className={STRIP}>
        {parts.times}
        {mayWrite && (
          <div className="flex flex-wrap items-center gap-2 empty:hidden">
            {open && mayBeExtended && <ExtendForm agentName={agentName} sessionId={open.id} form={extension} isExpired={!isActive} />}
            {!isRevealed && (isActive ? <GetTokenForm {...fields} /> : <ActivateForm {...fields} />)}
            {isActive && <DeactivateForm agentName={agentName} sessionId={open.id} form={ending} />}
          </div>
        )}
      </section>
      <SessionOutcome
        agentName={agentName}
        openId={open?.id}
        activation={activation.state}
        extension={extension.state}
        ending={ending.state}
      />
    </>
  )
}

const STRIP =
  'mb-4 flex scroll-mt-20 flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-line bg-surface px-4 py-3'

'use client'

import { OutcomeOnPage } from '@/app/_ui/action-form'
import { Notice } from '@/app/_ui/notice'
import { useFormAction } from '@/app/_ui/use-form-action'
import { extend } from '../../agents/[agentId]/actions'
import { ExtendForm } from '../../agents/[agentId]/extend-form'

const inWords = ({ hoursAdded }: { hoursAdded: number }) => `Extended by ${hoursAdded} h.`

/** Extends an active session, which is the session of its agent. */
export function ExtendSession({ agentName, sessionId }: { agentName: string; sessionId: string }) {
  const form = useFormAction(extend, { inWords })
  const { done, problem } = form.state
  return (
    <>
      <ExtendForm agentName={agentName} sessionId={sessionId} form={form} isExpired={false} />
      <div className="order-last basis-full empty:hidden">
        {problem && <Notice tone="bad">{problem}</Notice>}
        {done && <OutcomeOnPage>{inWords(done)}</OutcomeOnPage>}
      </div>
    </>
  )
}

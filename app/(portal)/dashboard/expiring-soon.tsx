'use client'

import { ActionForm, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Notice } from '@/app/_ui/notice'
import { Card } from '@/app/_ui/page-parts'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { SessionRow } from '@/lib/sessions/session-row'
import { extend } from '../agents/[agentId]/actions'
import { TimeLeft } from '../sessions/state-badge'
import { AgentItem } from './agent-item'

interface ExpiringSoonProps {
  sessions: Pick<SessionRow, 'id' | 'agentName' | 'state' | 'expiresAt' | 'now'>[]
  mayExtend: boolean
}

const inWords = ({ hoursAdded }: { hoursAdded: number }) => `Extended by ${hoursAdded} h.`

/** Sessions with less than 30 minutes left. Without JavaScript it stays on the page to show the outcome after the last one has left the list. */
export function ExpiringSoon({ sessions, mayExtend }: ExpiringSoonProps) {
  const extension = useFormAction(extend, { inWords })
  const { done, problem } = extension.state
  const isOnPage = !useIsInBrowser() && done !== undefined
  if (sessions.length === 0 && !isOnPage && !problem) return null
  return (
    <Card title="Expiring soon">
      <Notice tone="bad">{problem}</Notice>
      {done && <OutcomeOnPage>{inWords(done)}</OutcomeOnPage>}
      <ul data-rows className="divide-y divide-line">
        {sessions.map((session) => (
          <AgentItem key={session.id} agentName={session.agentName}>
            <span className="font-medium text-warn">
              <TimeLeft session={session} />
            </span>
            {mayExtend && (
              <ActionForm form={extension}>
                <input type="hidden" name="agent_id" value={session.agentName} />
                <SubmitButton
                  size="small"
                  name="extend_hours"
                  value="6"
                  pending="Extending…"
                  aria-label={`Extend ${session.agentName} by 6 h`}
                >
                  Extend +6 h
                </SubmitButton>
              </ActionForm>
            )}
          </AgentItem>
        ))}
      </ul>
    </Card>
  )
}

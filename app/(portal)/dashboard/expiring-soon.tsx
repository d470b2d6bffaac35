'use client'

import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
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

/** Sessions with less than 30 minutes left. It stays on the page to show the outcome of an extension after the last one has left the list. */
export function ExpiringSoon({ sessions, mayExtend }: ExpiringSoonProps) {
  const extension = useFormAction(extend)
  const { done, problem } = extension.state
  if (sessions.length === 0 && !done && !problem) return null
  return (
    <Card title="Expiring soon">
      <Notice tone="bad">{problem}</Notice>
      <p role="status" className="text-good empty:hidden">
        {done && `Extended by ${done.hoursAdded} h.`}
      </p>
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <AgentItem key={session.id} agentName={session.agentName}>
            <span className="font-medium text-warn">
              <TimeLeft session={session} />
            </span>
            {mayExtend && (
              <ActionForm form={extension}>
                <input type="hidden" name="agent_id" value={session.agentName} />
                <SubmitButton size="small" name="extend_hours" value="6" aria-label={`Extend ${session.agentName} by 6 h`}>
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

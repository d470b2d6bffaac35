'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { FormProblem } from '@/app/_ui/field'
import { Card } from '@/app/_ui/surface'
import type { SessionRow } from '@/lib/sessions/session-row'
import { extend } from '../agents/[agentId]/actions'
import { TimeLeft } from '../sessions/state-badge'
import { AgentItem } from './agent-item'

interface ExpiringSoonProps {
  sessions: Pick<SessionRow, 'id' | 'agentName' | 'state' | 'expiresAt' | 'now'>[]
  mayExtend: boolean
}

/** Sessions with less than 30 minutes left. It stays to say what an extension did when the last one has left the list. */
export function ExpiringSoon({ sessions, mayExtend }: ExpiringSoonProps) {
  const [{ done, problem }, submit, isSending] = useActionState(extend, {})
  if (sessions.length === 0 && !done && !problem) return null
  return (
    <Card title="Expiring soon">
      <FormProblem>{problem}</FormProblem>
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
              <form action={submit}>
                <input type="hidden" name="agent" value={session.agentName} />
                <Button
                  type="submit"
                  size="small"
                  name="extend_hours"
                  value="6"
                  disabled={isSending}
                  aria-label={`Extend ${session.agentName} by 6 h`}
                >
                  Extend +6 h
                </Button>
              </form>
            )}
          </AgentItem>
        ))}
      </ul>
    </Card>
  )
}

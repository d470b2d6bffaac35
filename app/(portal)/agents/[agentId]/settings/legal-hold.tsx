import { SubmitButton } from '@/app/_ui/action-form'
import { Badge } from '@/app/_ui/badge'
import { Card } from '@/app/_ui/page-parts'
import { SimpleForm } from '@/app/_ui/simple-form'
import { setLegalHold } from '../actions'

interface LegalHoldProps {
  agentName: string
  isHeld: boolean
  mayChange: boolean
}

/** Whether an agent is on legal hold, which admins can change. */
export function LegalHold({ agentName, isHeld, mayChange }: LegalHoldProps) {
  const undo = { agent_id: agentName, legal_hold: String(isHeld) }
  return (
    <Card title="Legal hold" action={isHeld ? <Badge tone="warn">On</Badge> : <Badge>Off</Badge>}>
      <p className="mb-3 text-soft">
        While it is on, nothing removes memories of this agent for good: no purge, erasure, retention or deletion of the agent.
        {!mayChange && ' Owners and admins can change it.'}
      </p>
      {mayChange && (
        <SimpleForm action={setLegalHold} undo={undo} className="grid justify-items-start gap-3">
          <input type="hidden" name="agent_id" value={agentName} />
          <input type="hidden" name="legal_hold" value={String(!isHeld)} />
          <SubmitButton pending="Saving…">{isHeld ? 'End legal hold' : 'Put on legal hold'}</SubmitButton>
        </SimpleForm>
      )}
    </Card>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { ConfirmField } from '@/app/_ui/confirm-field'
import { counted } from '@/app/_ui/counted'
import { Disclosure } from '@/app/_ui/disclosure'
import { useFormAction } from '@/app/_ui/use-form-action'
import { remove } from '../actions'

interface DeleteFormProps {
  agentName: string
  memoryCount: number
  /** Nothing may remove its memories. */
  isHeld: boolean
}

/** Deletes an agent whose name is typed to confirm. */
export function DeleteForm({ agentName, memoryCount, isHeld }: DeleteFormProps) {
  const form = useFormAction(remove)
  if (isHeld) return <p className="text-soft">An agent on legal hold cannot be deleted.</p>
  return (
    <Disclosure label="Delete agent…" title="Delete agent" className="text-bad" state={form.state}>
      <ActionForm form={form} className="grid gap-4">
        <FormProblem />
        <p className="text-soft">
          Ends its session and permanently deletes its {counted(memoryCount, 'memory', 'memories')}. Session history is kept.
        </p>
        <input type="hidden" name="agent_id" value={agentName} />
        <ConfirmField expected={agentName} subject="The name" required />
        <SubmitButton kind="danger" pending="Deleting…" className="justify-self-start">
          Delete agent
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

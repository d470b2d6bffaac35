'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { describeEndedCount } from '@/lib/sessions/session-row'
import { revoke } from './actions'
import { Disclosure } from './disclosure'

const inWords = ({ sessionsEnded }: { sessionsEnded: number }) => `Key revoked. ${describeEndedCount(sessionsEnded)}`

/** Revokes a key for good, with a reason. */
export function RevokeForm({ id, name }: { id: string; name: string }) {
  const form = useFormAction(revoke, { inWords })
  const field = `reason-${id}`
  return (
    <Disclosure summary="Revoke" label={`Revoke ${name}`} isOpen={form.state.problem !== undefined}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        <p className="text-soft">
          Stops working immediately and for good, and ends the sessions it opened. The key stays in this list with your name and reason.
        </p>
        <input type="hidden" name="id" value={id} />
        <Field id={field} name="reason" label="Reason">
          <Input id={field} name="reason" required maxLength={500} placeholder="e.g. leaked, server retired" />
        </Field>
        <SubmitButton kind="danger" aria-label={`Revoke key ${name}`} className="justify-self-start">
          Revoke key
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

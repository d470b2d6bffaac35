'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { revoke } from './actions'
import { Opening } from './opening'

/** Opened on purpose, with a reason: a revoked key never comes back. */
export function RevokeForm({ id, name }: { id: string; name: string }) {
  const [state, submit, isSending] = useActionState(revoke, {})
  const field = `reason-${id}`
  return (
    <Opening word="Revoke" label={`Revoke ${name}`} isTelling={Boolean(state.problem)}>
      <KeptForm action={submit} sent={state.sent} className="grid max-w-md gap-3">
        <FormProblem>{state.problem}</FormProblem>
        <p className="text-soft">
          The very next call with this key is refused, and the sessions it opened end. It never works again. It stays in this list with your
          name and reason.
        </p>
        <input type="hidden" name="id" value={id} />
        <Field id={field} name="reason" label="Reason" errors={state.errors}>
          <Input id={field} name="reason" required maxLength={500} placeholder="Its server was retired" defaultValue={state.sent?.reason} />
        </Field>
        <Button type="submit" kind="danger" disabled={isSending} className="max-w-full justify-self-start">
          <span className="truncate">Revoke {name} for good</span>
        </Button>
      </KeptForm>
    </Opening>
  )
}

'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Select } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import type { PresentedKey } from '@/lib/api-keys/present'
import { rotate } from './actions'
import { Opening } from './opening'
import { Reveal } from './reveal'

interface RotateFormProps {
  presented: PresentedKey
  address: string
  agentId: string
}

export function RotateForm({ presented: { id, name, last_four, previous }, address, agentId }: RotateFormProps) {
  const [state, submit, isSending] = useActionState(rotate, {})
  const field = `overlap-${id}`
  return (
    <Opening word="Rotate" label={`Rotate ${name}`} isTelling={Boolean(state.done ?? state.problem)}>
      <Reveal revealed={state.done} address={address} agentId={agentId} />
      <KeptForm action={submit} sent={state.sent} className="grid max-w-md gap-3">
        <FormProblem>{state.problem}</FormProblem>
        <p className="text-soft">Creates a new secret. The old one keeps working for the time you choose.</p>
        {previous && (
          <p className="text-warn">
            A rotation is in progress. Rotating again disables the secret ending in {previous.last_four} immediately.
          </p>
        )}
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="seen" value={last_four} />
        <Field id={field} name="overlap" label="Old secret keeps working" errors={state.errors}>
          <Select id={field} name="overlap" defaultValue="24 h">
            <option value="none">No (it was leaked)</option>
            <option value="15 min">For 15 minutes</option>
            <option value="1 h">For 1 hour</option>
            <option value="24 h">For 24 hours</option>
            <option value="7 d">For 7 days</option>
          </Select>
        </Field>
        <Button type="submit" disabled={isSending} aria-label={`Rotate key ${name}`} className="justify-self-start">
          Rotate key
        </Button>
      </KeptForm>
    </Opening>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Select } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import { rotate } from './actions'
import { Disclosure } from './disclosure'
import { Reveal } from './reveal'

interface RotateFormProps {
  presented: PresentedKey
  address: string
  agentName: string
}

/** Gives a key a new secret. */
export function RotateForm({ presented: { id, name, lastFour, previous }, address, agentName }: RotateFormProps) {
  const form = useFormAction(rotate)
  const { done, problem } = form.state
  const field = `overlap-${id}`
  return (
    <Disclosure summary="Rotate" label={`Rotate ${name}`} isOpen={Boolean(done ?? problem)}>
      <Reveal revealed={done} address={address} agentName={agentName} />
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        <p className="text-soft">Creates a new secret. The old one keeps working for the time you choose.</p>
        {previous && (
          <p className="text-warn">
            A rotation is in progress. Rotating again disables the secret ending in {previous.lastFour} immediately.
          </p>
        )}
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="last_four" value={lastFour} />
        <Field id={field} name="overlap" label="Old secret keeps working">
          <Select id={field} name="overlap" defaultValue="24 h">
            <option value="none">No (it was leaked)</option>
            <option value="15 min">For 15 minutes</option>
            <option value="1 h">For 1 hour</option>
            <option value="24 h">For 24 hours</option>
            <option value="7 d">For 7 days</option>
          </Select>
        </Field>
        <SubmitButton aria-label={`Rotate key ${name}`} className="justify-self-start">
          Rotate key
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

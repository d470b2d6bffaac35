'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { RadioCards } from '@/app/_ui/radio-cards'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import type { Overlap } from '@/lib/api-keys/rules'
import { rotate } from './actions'
import { Disclosure } from './disclosure'
import { Reveal } from './reveal'

const OVERLAP: Record<Overlap, { label: string; about: string }> = {
  none: { label: 'No', about: 'It was leaked: calls with it fail at once.' },
  '15 min': { label: 'For 15 minutes', about: 'One program, restarted by hand.' },
  '1 h': { label: 'For 1 hour', about: 'A few programs.' },
  '24 h': { label: 'For 24 hours', about: 'Programs that are deployed today.' },
  '7 d': { label: 'For 7 days', about: 'Programs of other people.' },
}

interface RotateFormProps {
  presented: PresentedKey
  address: string
  agentName: string
}

/** Gives a key a new secret. */
export function RotateForm({ presented: { id, name, lastFour, previous }, address, agentName }: RotateFormProps) {
  const form = useFormAction(rotate)
  const { done, problem } = form.state
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
        <RadioCards name="overlap" legend="Old secret keeps working" choices={OVERLAP} value="24 h" />
        <SubmitButton aria-label={`Rotate key ${name}`} className="justify-self-start">
          Rotate key
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

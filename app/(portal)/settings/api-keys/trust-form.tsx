'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import { setMemoryTrust } from './actions'
import { Disclosure } from './disclosure'
import { TrustChoice } from './key-fields'

/** Changes how far memories are trusted that are stored with a key. */
export function TrustForm({ id, name, memoryTrust }: Pick<PresentedKey, 'id' | 'name' | 'memoryTrust'>) {
  const form = useFormAction(setMemoryTrust)
  const { done, problem } = form.state
  return (
    <Disclosure summary="Review" label={`Review of memories of ${name}`} isOpen={Boolean(done ?? problem)}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        {done && <p role="status">Saved. It applies to memories that are stored or changed from now on.</p>}
        <input type="hidden" name="id" value={id} />
        <TrustChoice value={memoryTrust} />
        <SubmitButton aria-label={`Save review of memories of ${name}`} className="justify-self-start">
          Save
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

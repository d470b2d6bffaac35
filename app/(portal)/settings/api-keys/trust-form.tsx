'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Select } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import { setMemoryTrust } from './actions'
import { Disclosure } from './disclosure'
import { TrustOptions } from './key-fields'

/** Changes how far memories are trusted that are stored with a key. */
export function TrustForm({ id, name, memoryTrust }: Pick<PresentedKey, 'id' | 'name' | 'memoryTrust'>) {
  const form = useFormAction(setMemoryTrust)
  const { done, problem } = form.state
  const field = `memory_trust-${id}`
  return (
    <Disclosure summary="Review" label={`Review of memories of ${name}`} isOpen={Boolean(done ?? problem)}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        {done && <p role="status">Saved. It applies to memories that are stored or changed from now on.</p>}
        <input type="hidden" name="id" value={id} />
        <Field id={field} name="memory_trust" label="Memories stored with it">
          <Select id={field} name="memory_trust" defaultValue={memoryTrust}>
            <TrustOptions />
          </Select>
        </Field>
        <SubmitButton aria-label={`Save review of memories of ${name}`} className="justify-self-start">
          Save
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

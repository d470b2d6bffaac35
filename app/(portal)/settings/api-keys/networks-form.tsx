'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import { setNetworks } from './actions'
import { Disclosure } from './disclosure'

/** Changes from which addresses and networks a key works. */
export function NetworksForm({ id, name, allowedNetworks }: Pick<PresentedKey, 'id' | 'name' | 'allowedNetworks'>) {
  const form = useFormAction(setNetworks)
  const { done, problem } = form.state
  const field = `allowed_networks-${id}`
  return (
    <Disclosure summary="Allowed addresses" label={`Allowed addresses of ${name}`} isOpen={Boolean(done ?? problem)}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        {done && <p role="status">Saved. It applies from the next request.</p>}
        <input type="hidden" name="id" value={id} />
        <NetworksField id={field} value={allowedNetworks.join(', ')} />
        <SubmitButton aria-label={`Save allowed addresses of ${name}`} className="justify-self-start">
          Save
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

/** The field for the addresses and networks from which a key works. */
export function NetworksField({ id, value }: { id: string; value?: string }) {
  return (
    <Field
      id={id}
      name="allowed_networks"
      label="Works from"
      hint="IP addresses and networks (CIDR), separated by commas; empty: everywhere. Session tokens that the key opened work from there only, too."
    >
      <Input
        id={id}
        name="allowed_networks"
        defaultValue={value}
        placeholder="203.0.113.0/24, 2001:db8::/32"
        spellCheck={false}
        aria-describedby={`${id}-hint`}
      />
    </Field>
  )
}

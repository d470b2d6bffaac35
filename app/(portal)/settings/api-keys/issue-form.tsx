'use client'

import { Plus } from 'lucide-react'
import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input } from '@/app/_ui/field'
import { type FormController, useFormAction } from '@/app/_ui/use-form-action'
import { useOpeningRequest } from '@/app/_ui/use-opening-request'
import { issue } from './actions'
import { AgentAccess, Expiry, Permissions, TrustChoice } from './key-fields'
import { NetworksField } from './networks-form'
import { Reveal, type RevealedKey } from './reveal'

interface NewKeyProps {
  /** The parameter of a link that opened this page for its form. */
  request: string | undefined
  address: string
  /** The agent of example calls, for keys that are not limited to some. */
  agentName: string
  /** The longest time in days for which the team allows new keys; null for any. */
  maxDays: number | null
}

const NEW_KEY = (
  <>
    <Plus aria-hidden="true" />
    New key
  </>
)

/** Issues a key. It works without JavaScript: the fields that belong to a choice are shown by CSS. */
export function NewKey({ request, maxDays, ...ofExamples }: NewKeyProps) {
  const asked = useOpeningRequest(request)
  const form = useFormAction(issue)
  const isAsked = asked !== undefined
  return (
    <div className="min-w-0">
      <Reveal revealed={form.lastDone} {...ofExamples} />
      <Disclosure key={asked} kind="primary" label={NEW_KEY} title="New key" state={form.state} isOpen={isAsked}>
        <Fields key={form.lastDone?.key} form={form} hasFocus={isAsked} maxDays={maxDays} />
      </Disclosure>
    </div>
  )
}

function Fields({ form, hasFocus, maxDays }: { form: FormController<RevealedKey>; hasFocus: boolean; maxDays: number | null }) {
  return (
    <ActionForm form={form} className="grid max-w-3xl gap-5">
      <FormProblem />
      <Field id="name" label="Name" hint="What will use this key? Shown in the audit log.">
        <Input
          id="name"
          name="name"
          required
          autoFocus={hasFocus}
          maxLength={200}
          placeholder="Support bot in production"
          aria-describedby="name-hint"
        />
      </Field>
      <Permissions />
      <AgentAccess />
      <Expiry maxDays={maxDays} />
      <NetworksField id="allowed_networks" />
      <TrustChoice value="trusted" />
      <SubmitButton kind="primary" pending="Creating…" className="justify-self-start">
        Create key
      </SubmitButton>
    </ActionForm>
  )
}

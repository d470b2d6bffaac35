'use client'

import { Plus } from 'lucide-react'
import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input, Textarea } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { useOpeningRequest } from '@/app/_ui/use-opening-request'
import { create } from './actions'
import { PatternField } from './pattern-field'

const NEW_AGENT = (
  <>
    <Plus aria-hidden="true" />
    New agent
  </>
)

interface CreateFormProps {
  /** The parameter of a link that opened this page for its form, which therefore gets the focus. */
  request: string | undefined
}

/** Creates an agent. */
export function CreateForm({ request }: CreateFormProps) {
  const asked = useOpeningRequest(request)
  return <Fields key={asked} isRequested={asked !== undefined} />
}

function Fields({ isRequested }: { isRequested: boolean }) {
  const form = useFormAction(create)
  return (
    <Disclosure kind="primary" label={NEW_AGENT} title="New agent" state={form.state} isOpen={isRequested}>
      <ActionForm form={form} className="grid gap-4">
        <FormProblem />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="agent_id" label="Agent id" hint="1–64 letters, digits, - and _. Can't be changed later.">
            <Input
              id="agent_id"
              name="agent_id"
              required
              autoFocus={isRequested}
              maxLength={64}
              placeholder="customer-support"
              aria-describedby="agent_id-hint"
            />
          </Field>
          <PatternField />
        </div>
        <Field id="description" label="Description">
          <Textarea id="description" name="description" maxLength={2000} aria-describedby="description-hint" />
        </Field>
        <SubmitButton kind="primary" pending="Creating…" className="justify-self-start">
          Create agent
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

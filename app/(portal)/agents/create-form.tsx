'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input, Textarea } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { create } from './actions'
import { PatternField } from './pattern-field'

interface CreateFormProps {
  isOpen: boolean
  /** A link opened this page for its form, which therefore gets the focus. */
  isRequested: boolean
}

/** Creates an agent. */
export function CreateForm({ isOpen, isRequested }: CreateFormProps) {
  const form = useFormAction(create)
  const { problem } = form.state
  return (
    <details open={isOpen || problem !== undefined} className="mb-6 rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-3 font-medium">New agent</summary>
      <ActionForm form={form} className="grid gap-4 border-t border-line p-4">
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
    </details>
  )
}

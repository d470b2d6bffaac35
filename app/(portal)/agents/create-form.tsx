'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input, Textarea } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { create } from './actions'
import { PatternField } from './pattern-field'

interface CreateFormProps {
  isOpen: boolean
  /** Somebody came here for it. */
  isAskedFor: boolean
}

export function CreateForm({ isOpen, isAskedFor }: CreateFormProps) {
  const [state, submit, isSending] = useActionState(create, {})
  return (
    <details open={isOpen || state.problem !== undefined} className="mb-6 rounded-lg border border-line bg-surface">
      <summary className="cursor-pointer px-4 py-3 font-medium">New agent</summary>
      <KeptForm action={submit} sent={state.sent} className="grid gap-4 border-t border-line p-4">
        <FormProblem>{state.problem}</FormProblem>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field id="agent_id" label="Agent id" hint="1–64 letters, digits, - and _. Can't be changed later." errors={state.errors}>
            <Input
              id="agent_id"
              name="agent_id"
              required
              autoFocus={isAskedFor}
              maxLength={64}
              placeholder="customer-support"
              aria-describedby="agent_id-hint"
              aria-invalid={hasError(state, 'agent_id')}
            />
          </Field>
          <PatternField />
        </div>
        <Field id="description" label="Description" errors={state.errors}>
          <Textarea id="description" name="description" maxLength={2000} aria-describedby="description-hint" />
        </Field>
        <Button type="submit" kind="primary" disabled={isSending} className="justify-self-start">
          Create agent
        </Button>
      </KeptForm>
    </details>
  )
}

const hasError = ({ errors = [] }: { errors?: { field: string }[] }, name: string) => errors.some(({ field }) => field === name)

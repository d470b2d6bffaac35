'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Textarea } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { PatternField } from '../pattern-field'
import { edit } from './actions'

interface EditFormProps {
  agentId: string
  description: string
  pattern: string
  metadata: Record<string, unknown>
}

export function EditForm({ agentId, description, pattern, metadata }: EditFormProps) {
  const [state, submit, isSending] = useActionState(edit, {})
  return (
    <details open={state.problem !== undefined || undefined}>
      <summary className="cursor-pointer font-medium">Edit agent</summary>
      <KeptForm action={submit} sent={state.sent} className="grid gap-4 pt-3">
        <FormProblem>{state.problem}</FormProblem>
        <input type="hidden" name="agent" value={agentId} />
        <PatternField value={pattern} />
        <Field id="description" label="Description" errors={state.errors}>
          <Textarea id="description" name="description" defaultValue={description} maxLength={2000} aria-describedby="description-hint" />
        </Field>
        <Field id="metadata" label="Metadata" hint="Optional JSON, up to 5 kB" errors={state.errors}>
          <Textarea
            id="metadata"
            name="metadata"
            defaultValue={JSON.stringify(metadata, null, 2)}
            className="font-mono text-xs"
            aria-describedby="metadata-hint"
          />
        </Field>
        <div className="flex items-center gap-3">
          <Button type="submit" disabled={isSending}>
            Save changes
          </Button>
          <span role="status">{state.done && 'Saved.'}</span>
        </div>
      </KeptForm>
    </details>
  )
}

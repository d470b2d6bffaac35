'use client'

import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Textarea } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { PatternField } from '../pattern-field'
import { edit } from './actions'

const SAVED = 'Agent saved.'

interface EditFormProps {
  agentName: string
  description: string
  pattern: string
  metadata: Record<string, unknown>
}

/** Changes the kind, description and metadata of an agent. */
export function EditForm({ agentName, description, pattern, metadata }: EditFormProps) {
  const form = useFormAction(edit, { inWords: () => SAVED })
  return (
    <Disclosure label="Edit agent" state={form.state}>
      <ActionForm form={form} className="grid gap-4">
        <FormProblem />
        <input type="hidden" name="agent_id" value={agentName} />
        <PatternField value={pattern} />
        <Field id="description" label="Description">
          <Textarea id="description" name="description" defaultValue={description} maxLength={2000} aria-describedby="description-hint" />
        </Field>
        <Field id="metadata" label="Metadata" hint="Optional JSON, up to 5 kB">
          <Textarea
            id="metadata"
            name="metadata"
            defaultValue={JSON.stringify(metadata, null, 2)}
            className="font-mono text-xs"
            aria-describedby="metadata-hint"
          />
        </Field>
        <SubmitButton kind="primary" pending="Saving…" className="justify-self-start">
          Save changes
        </SubmitButton>
        <OutcomeOnPage>{form.state.done && SAVED}</OutcomeOnPage>
      </ActionForm>
    </Disclosure>
  )
}

'use client'

import { useState } from 'react'
import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { Field, Textarea } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { type FormController, useFormAction } from '@/app/_ui/use-form-action'
import { useSeenVersion } from '@/app/_ui/use-seen-version'
import { PatternField } from '../../pattern-field'
import { edit } from '../actions'

const SAVED = 'Agent saved.'

interface EditFormProps {
  agent: { agent_id: string; description: string; pattern: string; metadata: Record<string, unknown>; updated_at: string }
}

/** Changes the kind, description and metadata of an agent. If it was changed since the form was shown, the change is refused, and the newer values are shown. */
export function EditForm({ agent }: EditFormProps) {
  const form = useFormAction(edit, { inWords: () => SAVED })
  const { key, onInput } = useUntouchedForm(agent.updated_at, form.state.done?.version)
  return <Fields key={key} agent={agent} form={form} onInput={onInput} />
}

/** A key that changes with the version that is shown while nobody has typed in the form, so that it then begins with the new values. */
function useUntouchedForm(version: string, saved: string | undefined) {
  const [isTouched, setIsTouched] = useState(false)
  const [shown, setShown] = useState({ version, key: 0 })
  const [lastSaved, setLastSaved] = useState(saved)
  if (saved !== lastSaved) {
    setLastSaved(saved)
    setIsTouched(false)
  }
  const isOwn = version === saved // the fields have these values already, and the button keeps the focus
  if (version !== shown.version && (isOwn || !isTouched)) setShown({ version, key: isOwn ? shown.key : shown.key + 1 })
  return { key: shown.key, onInput: () => setIsTouched(true) }
}

interface FieldsProps extends EditFormProps {
  form: FormController<{ version: string }>
  onInput: () => void
}

function Fields({ agent: { agent_id, description, pattern, metadata, updated_at }, form, onInput }: FieldsProps) {
  const { seen, isStale } = useSeenVersion(updated_at, 'seen_at', form)
  return (
    <ActionForm form={form} onInput={onInput} className="grid gap-4">
      <FormProblem />
      {isStale && <NewerValues description={description} pattern={pattern} metadata={metadata} />}
      <input type="hidden" name="agent_id" value={agent_id} />
      <input type="hidden" name="seen_at" value={seen} />
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
        {isStale ? 'Replace these values' : 'Save changes'}
      </SubmitButton>
      <OutcomeOnPage>{form.state.done && SAVED}</OutcomeOnPage>
    </ActionForm>
  )
}

function NewerValues({ description, pattern, metadata }: Pick<EditFormProps['agent'], 'description' | 'pattern' | 'metadata'>) {
  return (
    <Notice tone="warn">
      <p className="font-medium">The agent is now:</p>
      <p>Kind: {pattern}</p>
      <p dir="auto" className="wrap-anywhere whitespace-pre-wrap">
        {description || 'No description'}
      </p>
      <pre dir="auto" className="font-mono text-xs wrap-anywhere whitespace-pre-wrap">
        {JSON.stringify(metadata, null, 2)}
      </pre>
    </Notice>
  )
}

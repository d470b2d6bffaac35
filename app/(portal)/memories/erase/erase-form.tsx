'use client'

import { useState } from 'react'
import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { ConfirmField } from '@/app/_ui/confirm-field'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useFormAction } from '@/app/_ui/use-form-action'
import { AgentInput } from '../../agent-field'
import { erase } from './actions'
import { type Erased, ErasureOutcome, isHeld } from './erasure-outcome'

/** Finds what an erasure would remove, and then erases it when the number that was found is typed. */
export function EraseForm() {
  const search = useFormAction(erase)
  const erasing = useFormAction(erase)
  const [isNewSearch, setIsNewSearch] = useState(false)
  const found = search.state.done
  // The next search hides what was erased after the one before.
  const erased = isNewSearch || erasing.isSending ? undefined : erasing.state.done
  // Without JavaScript only one of the two forms has a state: a refused confirmation is shown where the search was.
  const outcome = erased ?? found
  return (
    <>
      <ActionForm form={search} className="grid gap-3" onSubmitCapture={() => setIsNewSearch(true)}>
        <FormProblem />
        <p className="text-soft">Memories of which one version has all that you name. Nothing is erased yet.</p>
        <div className="grid gap-3 sm:grid-cols-2">
          <Criterion name="text" label="Text" hint="Part of a title, content, source, reason or tag, in whatever case" maxLength={1000} />
          <Criterion name="tag" label="Tag" hint="A whole tag" maxLength={64} />
          <Criterion name="source" label="Source" hint="The whole source" maxLength={100} />
          <Field id="agent_id" label="Agent" hint="Only memories of this agent">
            <AgentInput id="agent_id" name="agent_id" value={undefined} describedBy="agent_id-hint" />
          </Field>
        </div>
        <input type="hidden" name="dry_run" value="true" />
        <SubmitButton className="justify-self-start">Find memories</SubmitButton>
      </ActionForm>
      {!found && <Notice tone="bad">{erasing.state.problem}</Notice>}
      <div role="status" className="empty:hidden">
        {outcome && <ErasureOutcome outcome={outcome} />}
      </div>
      {found && found.erasure.matched > 0 && !isHeld(found.erasure) && !erased && (
        <ConfirmForm form={erasing} found={found} onSend={() => setIsNewSearch(false)} />
      )}
    </>
  )
}

function Criterion({ name, label, hint, maxLength }: { name: string; label: string; hint: string; maxLength: number }) {
  return (
    <Field id={name} label={label} hint={hint}>
      <Input id={name} name={name} maxLength={maxLength} aria-describedby={`${name}-hint`} autoComplete="off" />
    </Field>
  )
}

interface ConfirmFormProps {
  form: ReturnType<typeof useFormAction<Erased>>
  found: Erased
  onSend: () => void
}

function ConfirmForm({ form, found, onSend }: ConfirmFormProps) {
  const { matched } = found.erasure
  return (
    <ActionForm form={form} onSubmitCapture={onSend} className="grid gap-3 rounded-lg border border-bad/40 p-4">
      <FormProblem />
      {Object.entries(found.criteria).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="dry_run" value="false" />
      <ConfirmField expected={matched} subject="The number" inputMode="numeric" required className="max-w-40" />
      <SubmitButton kind="danger" className="justify-self-start">
        Erase memories
      </SubmitButton>
    </ActionForm>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { counted } from '@/app/_ui/counted'
import { Field, Textarea } from '@/app/_ui/field'
import { Moment } from '@/app/_ui/time'
import { useFormAction } from '@/app/_ui/use-form-action'
import { UserText } from '@/app/_ui/user-text'
import { verify } from './actions'

/** Returns whether a text is a receipt of this team, and what it confirms. */
export function VerifyForm() {
  const form = useFormAction(verify)
  const { done } = form.state
  return (
    <ActionForm form={form} className="grid gap-3">
      <FormProblem />
      <Field id="receipt" label="Receipt">
        <Textarea id="receipt" name="receipt" required maxLength={200_000} spellCheck={false} className="font-mono text-xs" />
      </Field>
      <SubmitButton className="justify-self-start">Check receipt</SubmitButton>
      <div role="status" className="empty:hidden">
        {done && !done.valid && <p className="text-bad">This is not a receipt of this server for your team.</p>}
        {done?.valid && (
          <p>
            Valid: {counted(done.memories ?? 0, 'memory', 'memories')} with {counted(done.versions ?? 0, 'version', 'versions')}{' '}
            {done.memories === 1 ? 'was' : 'were'} erased by <UserText>{done.by?.name ?? ''}</UserText>
            {done.erased_at && (
              <>
                , <Moment at={done.erased_at} />
              </>
            )}
            .
          </p>
        )}
      </div>
    </ActionForm>
  )
}

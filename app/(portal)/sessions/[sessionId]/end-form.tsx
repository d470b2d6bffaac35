'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useFormAction } from '@/app/_ui/use-form-action'
import { summaryLine } from '@/lib/sessions/session-row'
import { end } from '../actions'

/** Ends a session. It stays on the page afterwards to show the outcome. */
export function EndForm({ id, hasEnded }: { id: string; hasEnded: boolean }) {
  const form = useFormAction(end)
  const { done } = form.state
  return (
    <>
      <div role="status" className="order-last basis-full empty:hidden">
        {done && (
          <Notice tone="good">
            <p className="font-medium">Session ended.</p>
            <p>{summaryLine(done)}</p>
          </Notice>
        )}
      </div>
      {!hasEnded && (
        <Disclosure label="End session…" title="End session" className="text-bad" state={form.state}>
          <ActionForm form={form} className="grid gap-3">
            <FormProblem />
            <p className="text-soft">This ends the session for good and invalidates its tokens. Memories are kept.</p>
            <input type="hidden" name="session_id" value={id} />
            <Field id="reason" label="Reason (optional, shown in history)" subject="The reason">
              <Input id="reason" name="reason" maxLength={500} />
            </Field>
            <SubmitButton kind="danger" pending="Ending…" className="justify-self-start">
              End session
            </SubmitButton>
          </ActionForm>
        </Disclosure>
      )}
    </>
  )
}

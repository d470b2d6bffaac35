'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { useFormAction } from '@/app/_ui/use-form-action'
import { summaryLine } from '@/lib/sessions/session-row'
import { end } from '../actions'

/** Ends a session. It stays on the page afterwards to show the outcome. */
export function EndForm({ id, hasEnded }: { id: string; hasEnded: boolean }) {
  const form = useFormAction(end)
  const { done, problem } = form.state
  return (
    <>
      <div role="status" className="empty:hidden">
        {done && (
          <Notice tone="good">
            <p className="font-medium">Session ended.</p>
            <p>{summaryLine(done)}</p>
          </Notice>
        )}
      </div>
      {!hasEnded && (
        <details className="rounded-lg border border-line bg-surface" open={problem !== undefined || undefined}>
          <summary className="cursor-pointer px-4 py-3 font-medium">End session</summary>
          <ActionForm form={form} className="grid max-w-md gap-3 border-t border-line p-4">
            <FormProblem />
            <p className="text-soft">This ends the session for good and invalidates its tokens. Memories are kept.</p>
            <input type="hidden" name="session_id" value={id} />
            <Field id="reason" label="Reason (optional, shown in history)">
              <Input id="reason" name="reason" maxLength={500} />
            </Field>
            <SubmitButton kind="danger" pending="Ending…" className="justify-self-start">
              End session
            </SubmitButton>
          </ActionForm>
        </details>
      )}
    </>
  )
}

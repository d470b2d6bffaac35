'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { summaryLine } from '@/lib/sessions/session-row'
import { end } from '../actions'

/** Stays on the page after the session ended, to tell how it went. */
export function EndForm({ id, hasEnded }: { id: string; hasEnded: boolean }) {
  const [state, submit, isSending] = useActionState(end, {})
  return (
    <>
      <div role="status" className="empty:hidden">
        {state.done && (
          <div className="rounded-md bg-good-wash p-3">
            <p className="font-medium">Session ended.</p>
            <p>{summaryLine(state.done)}</p>
          </div>
        )}
      </div>
      {!hasEnded && (
        <details className="rounded-lg border border-line bg-surface" open={state.problem !== undefined || undefined}>
          <summary className="cursor-pointer px-4 py-3 font-medium">End session</summary>
          <KeptForm action={submit} sent={state.sent} className="grid max-w-md gap-3 border-t border-line p-4">
            <FormProblem>{state.problem}</FormProblem>
            <p className="text-soft">This ends the session for good and invalidates its tokens. Memories are kept.</p>
            <input type="hidden" name="session" value={id} />
            <Field id="reason" label="Reason (optional, shown in history)" errors={state.errors}>
              <Input id="reason" name="reason" maxLength={500} />
            </Field>
            <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
              End session
            </Button>
          </KeptForm>
        </details>
      )}
    </>
  )
}

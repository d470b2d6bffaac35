'use client'

import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { useToasted } from '@/app/_ui/use-toasted'
import { endedInWords } from '@/lib/sessions/session-row'
import { revoke } from './actions'
import { Opening } from './opening'

const inWords = ({ sessionsEnded }: { sessionsEnded: number }) => `Key revoked. ${endedInWords(sessionsEnded)}`

/** Opened on purpose, with a reason: a revoked key never comes back. */
export function RevokeForm({ id, name }: { id: string; name: string }) {
  const { state, submit, send, isSending } = useToasted(revoke, inWords)
  const field = `reason-${id}`
  return (
    <Opening word="Revoke" label={`Revoke ${name}`} isTelling={Boolean(state.problem)}>
      <KeptForm action={submit} send={send} sent={state.sent} className="grid max-w-md gap-3">
        <FormProblem>{state.problem}</FormProblem>
        <p className="text-soft">
          Stops working immediately and for good, and ends the sessions it opened. The key stays in this list with your name and reason.
        </p>
        <input type="hidden" name="id" value={id} />
        <Field id={field} name="reason" label="Reason" errors={state.errors}>
          <Input
            id={field}
            name="reason"
            required
            maxLength={500}
            placeholder="e.g. leaked, server retired"
            defaultValue={state.sent?.reason}
          />
        </Field>
        <Button type="submit" kind="danger" disabled={isSending} aria-label={`Revoke key ${name}`} className="justify-self-start">
          Revoke key
        </Button>
      </KeptForm>
    </Opening>
  )
}

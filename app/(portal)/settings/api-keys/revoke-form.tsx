'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { Link } from '@/app/_ui/link'
import { useFormAction } from '@/app/_ui/use-form-action'
import { paths } from '@/lib/paths'
import { describeEndedCount } from '@/lib/sessions/session-row'
import { revoke } from './actions'
import { Disclosure } from './disclosure'

const inWords = ({ sessionsEnded }: { sessionsEnded: number }) => `Key revoked. ${describeEndedCount(sessionsEnded)}`

/** Revokes a key for good, with a reason. */
export function RevokeForm({ id, name, openSessions }: { id: string; name: string; openSessions: number }) {
  const form = useFormAction(revoke, { inWords })
  const field = `reason-${id}`
  return (
    <Disclosure summary="Revoke" label={`Revoke ${name}`} isOpen={form.state.problem !== undefined}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        <p className="text-soft">
          Stops working immediately and for good, and so do session tokens that were issued to it. The key stays in this list with your name
          and reason.
        </p>
        <SessionsToEnd id={id} count={openSessions} />
        <input type="hidden" name="id" value={id} />
        <Field id={field} name="reason" label="Reason">
          <Input id={field} name="reason" required maxLength={500} placeholder="e.g. leaked, server retired" />
        </Field>
        <SubmitButton kind="danger" aria-label={`Revoke key ${name}`} className="justify-self-start">
          Revoke key
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

/** How many sessions end with the key, as a link to them. */
function SessionsToEnd({ id, count }: { id: string; count: number }) {
  if (count === 0) return <p>It has no open session.</p>
  return (
    <p>
      Ends{' '}
      <Link href={paths.sessionsOpenedBy(id)} className="font-medium underline underline-offset-4">
        {count === 1 ? '1 open session' : `${count} open sessions`}
      </Link>{' '}
      that it opened.
    </p>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { useFormAction } from '@/app/_ui/use-form-action'
import { UserText } from '@/app/_ui/user-text'
import { createPasswordLink } from './actions'
import { OneTimeLink } from './one-time-link'

/** Creates a link with which a member sets a new password. */
export function PasswordLinkForm({ personId, name }: { personId: string; name: string }) {
  const form = useFormAction(createPasswordLink)
  const { done } = form.state
  return (
    <ActionForm form={form} className="grid justify-items-start gap-2">
      <input type="hidden" name="person_id" value={personId} />
      <p className="text-xs text-soft">
        Lets <UserText>{name}</UserText> set a new password. Valid for 24 hours, one use.
      </p>
      <SubmitButton size="small" pending="Creating…">
        Create password reset link
      </SubmitButton>
      <FormProblem />
      <div role="status" className="w-full empty:hidden">
        {done && (
          <OneTimeLink link={done.link} label="Copy password reset link">
            Give this link to {done.email} and nobody else. You won&apos;t see it again.
          </OneTimeLink>
        )}
      </div>
    </ActionForm>
  )
}

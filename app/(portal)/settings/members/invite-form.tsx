'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input, Select } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { Role } from '@/lib/auth/permissions'
import { inviteMember } from './actions'
import { OneTimeLink } from './one-time-link'

interface InviteFormProps {
  roles: Role[]
  /** The e-mails with pending invites: a link is shown only as long as it works. */
  open: string[]
}

/** Creates an invite, and shows its link. */
export function InviteForm({ roles, open }: InviteFormProps) {
  const form = useFormAction(inviteMember)
  const { lastDone } = form
  return (
    <div className="grid gap-4">
      <ActionForm form={form} key={lastDone?.link} className="grid items-end gap-3 sm:grid-cols-[1fr_9rem_auto]">
        <Field id="invite-email" name="email" label="E-mail">
          <Input id="invite-email" name="email" type="email" autoComplete="off" required />
        </Field>
        <Field id="invite-role" name="role" label="Role">
          <Select id="invite-role" name="role" defaultValue="member">
            {roles.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        </Field>
        <SubmitButton kind="primary" pending="Creating…">
          Create invite link
        </SubmitButton>
        <div className="col-span-full empty:hidden">
          <FormProblem />
        </div>
      </ActionForm>
      <div role="status" className="empty:hidden">
        {lastDone && open.includes(lastDone.email) && (
          <OneTimeLink link={lastDone.link} label="Copy invite link">
            Send this link to {lastDone.email}. Valid for 7 days, one use. You won&apos;t see it again.
          </OneTimeLink>
        )}
      </div>
    </div>
  )
}

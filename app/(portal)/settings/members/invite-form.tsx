'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input, Select } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import type { Role } from '@/lib/auth/permissions'
import { inviteMember } from './actions'
import { LinkOnce } from './link-once'

interface InviteFormProps {
  roles: Role[]
  /** The e-mails whose invites are open: a link is shown no longer than it opens something. */
  open: string[]
}

export function InviteForm({ roles, open }: InviteFormProps) {
  const [{ done, problem, errors, sent }, submit, isSending] = useActionState(inviteMember, {})
  return (
    <div className="grid gap-4">
      <KeptForm action={submit} sent={sent} key={done?.link} className="grid items-end gap-3 sm:grid-cols-[1fr_9rem_auto]">
        <Field id="invite-email" name="email" label="E-mail" errors={errors}>
          <Input id="invite-email" name="email" type="email" autoComplete="off" required defaultValue={sent?.email} />
        </Field>
        <Field id="invite-role" name="role" label="Role" errors={errors}>
          <Select id="invite-role" name="role" defaultValue={sent?.role ?? 'member'}>
            {roles.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </Select>
        </Field>
        <Button type="submit" kind="primary" disabled={isSending}>
          Create invite link
        </Button>
      </KeptForm>
      <FormProblem>{problem}</FormProblem>
      <div role="status" className="empty:hidden">
        {done && open.includes(done.email) && (
          <LinkOnce link={done.link} label="Copy invite link">
            Send this link to {done.email}. Valid for 7 days, one use. You won&apos;t see it again.
          </LinkOnce>
        )}
      </div>
    </div>
  )
}

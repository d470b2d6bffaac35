'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { FormProblem } from '@/app/_ui/field'
import { UserText } from '@/app/_ui/user-text'
import { makePasswordLink } from './actions'
import { LinkOnce } from './link-once'

export function PasswordLinkForm({ personId, name }: { personId: string; name: string }) {
  const [{ done, problem }, submit, isSending] = useActionState(makePasswordLink, {})
  return (
    <form action={submit} className="grid justify-items-start gap-2">
      <input type="hidden" name="person" value={personId} />
      <p className="text-xs text-soft">
        Lets <UserText>{name}</UserText> set a new password. Valid for 24 hours, one use.
      </p>
      <Button type="submit" size="small" disabled={isSending}>
        Create password reset link
      </Button>
      <FormProblem>{problem}</FormProblem>
      <div role="status" className="w-full empty:hidden">
        {done && (
          <LinkOnce link={done.link} label="Copy password reset link">
            Give this link to {done.email} and nobody else. You won&apos;t see it again.
          </LinkOnce>
        )}
      </div>
    </form>
  )
}

'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { changeOwnPassword } from './actions'

export function PasswordForm({ email }: { email: string }) {
  const [{ done, problem, errors }, submit, isSending] = useActionState(changeOwnPassword, {})
  return (
    <form action={submit} className="grid *:[button]:justify-self-start gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <FormProblem>{problem}</FormProblem>
      <Field id="current" label="Current password">
        <Input id="current" name="current" type="password" autoComplete="current-password" required />
      </Field>
      <NewPasswordField label="New password" errors={errors} />
      <Button type="submit" disabled={isSending}>
        Change password
      </Button>
      <p role="status" className="text-good empty:hidden">
        {done}
      </p>
    </form>
  )
}

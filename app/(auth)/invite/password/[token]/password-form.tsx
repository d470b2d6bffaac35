'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { FormProblem } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { choose } from './actions'

export function PasswordForm({ token, email }: { token: string; email: string }) {
  const [state, submit, isSending] = useActionState(choose, {})
  return (
    <form action={submit} className="grid gap-4">
      <FormProblem>{state.problem}</FormProblem>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <NewPasswordField label="New password" errors={state.errors} />
      <Button type="submit" kind="primary" disabled={isSending}>
        Set password and sign in
      </Button>
    </form>
  )
}

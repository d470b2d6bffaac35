'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { createAccount, signInAndJoin } from './actions'

interface FormProps {
  token: string
  email: string
}

/** For somebody new here. */
export function AccountForm({ token, email }: FormProps) {
  const [state, submit, isSending] = useActionState(createAccount, {})
  return (
    <form action={submit} className="grid gap-4">
      <FormProblem>{state.problem}</FormProblem>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field id="name" label="Your name" errors={state.errors}>
        <Input id="name" name="name" autoComplete="name" required maxLength={200} defaultValue={state.sent?.name} />
      </Field>
      <NewPasswordField errors={state.errors} />
      <Button type="submit" kind="primary" disabled={isSending}>
        Create account and join
      </Button>
    </form>
  )
}

/** For somebody who has an account and is signed out. */
export function PasswordForm({ token, email }: FormProps) {
  const [state, submit, isSending] = useActionState(signInAndJoin, {})
  return (
    <form action={submit} className="grid gap-4">
      <FormProblem>{state.problem}</FormProblem>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field id="password" label="Password" hint="The password of your existing account.">
        <Input id="password" name="password" type="password" autoComplete="current-password" required aria-describedby="password-hint" />
      </Field>
      <Button type="submit" kind="primary" disabled={isSending}>
        Sign in and join
      </Button>
    </form>
  )
}

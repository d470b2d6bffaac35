'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { signIn } from './actions'

export function SignInForm({ next }: { next: string }) {
  const [state, submit, isSending] = useActionState(signIn, {})
  return (
    <form action={submit} className="grid gap-4">
      <FormProblem>{state.problem}</FormProblem>
      <input type="hidden" name="next" value={next} />
      <Field id="email" label="E-mail">
        <Input id="email" name="email" type="email" autoComplete="username" required defaultValue={state.sent?.email} />
      </Field>
      <Field id="password" label="Password" hint="Forgot it? Ask a team admin for a reset link.">
        <Input id="password" name="password" type="password" autoComplete="current-password" required aria-describedby="password-hint" />
      </Field>
      <Button type="submit" kind="primary" disabled={isSending}>
        Sign in
      </Button>
    </form>
  )
}

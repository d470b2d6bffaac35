'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { PasswordInput } from '@/app/_ui/password-input'
import { useFormAction } from '@/app/_ui/use-form-action'
import { signIn } from './actions'

/** Signs in with e-mail and password. `next` is the page to continue to. */
export function SignInForm({ next }: { next: string }) {
  return (
    <ActionForm form={useFormAction(signIn)} className="grid gap-4">
      <FormProblem />
      <input type="hidden" name="next" value={next} />
      <Field id="email" label="E-mail">
        <Input id="email" name="email" type="email" autoComplete="username" required />
      </Field>
      <Field id="password" label="Password" hint="Forgot it? Ask a team admin for a reset link.">
        <PasswordInput id="password" name="password" autoComplete="current-password" required aria-describedby="password-hint" />
      </Field>
      <SubmitButton kind="primary" pending="Signing in…">
        Sign in
      </SubmitButton>
    </ActionForm>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { PasswordInput } from '@/app/_ui/password-input'
import { useFormAction } from '@/app/_ui/use-form-action'
import { createAccount, signInAndJoin } from './actions'

interface FormProps {
  token: string
  email: string
}

/** For a person without an account. */
export function AccountForm({ token, email }: FormProps) {
  return (
    <ActionForm form={useFormAction(createAccount)} className="grid gap-4">
      <FormProblem />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field id="name" label="Your name">
        <Input id="name" name="name" autoComplete="name" required maxLength={200} />
      </Field>
      <NewPasswordField />
      <SubmitButton kind="primary" pending="Joining…">
        Create account and join
      </SubmitButton>
    </ActionForm>
  )
}

/** For a person who has an account and is signed out. */
export function PasswordForm({ token, email }: FormProps) {
  return (
    <ActionForm form={useFormAction(signInAndJoin)} className="grid gap-4">
      <FormProblem />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <Field id="password" label="Password" hint="The password of your existing account.">
        <PasswordInput id="password" name="password" autoComplete="current-password" required aria-describedby="password-hint" />
      </Field>
      <SubmitButton kind="primary" pending="Joining…">
        Sign in and join
      </SubmitButton>
    </ActionForm>
  )
}

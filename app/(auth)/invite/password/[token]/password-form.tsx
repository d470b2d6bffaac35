'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { setPassword } from './actions'

/** Sets a password by a link. */
export function PasswordForm({ token, email }: { token: string; email: string }) {
  return (
    <ActionForm form={useFormAction(setPassword)} className="grid gap-4">
      <FormProblem />
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <NewPasswordField label="New password" />
      <SubmitButton kind="primary" pending="Signing in…">
        Set password and sign in
      </SubmitButton>
    </ActionForm>
  )
}

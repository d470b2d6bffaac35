'use client'

import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { Field } from '@/app/_ui/field'
import { NewPasswordField } from '@/app/_ui/new-password-field'
import { PasswordInput } from '@/app/_ui/password-input'
import { useFormAction } from '@/app/_ui/use-form-action'
import { changeOwnPassword } from './actions'

/** Changes the password of the person who is signed in. */
export function PasswordForm({ email }: { email: string }) {
  const form = useFormAction(changeOwnPassword, { inWords: (done) => done })
  return (
    <ActionForm form={form} className="grid *:[button]:justify-self-start gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <FormProblem />
      <Field id="current" label="Current password">
        <PasswordInput id="current" name="current" autoComplete="current-password" required />
      </Field>
      <NewPasswordField label="New password" />
      <SubmitButton kind="primary" pending="Changing…">
        Change password
      </SubmitButton>
      <OutcomeOnPage>{form.state.done}</OutcomeOnPage>
    </ActionForm>
  )
}

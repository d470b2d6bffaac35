import { MIN_PASSWORD_LENGTH } from '@/lib/people/rules'
import { Field } from './field'
import { PasswordInput } from './password-input'

/** The field for a new password, with its rules. */
export function NewPasswordField({ label = 'Password' }: { label?: string }) {
  return (
    <Field
      id="password"
      label={label}
      hint={`At least ${MIN_PASSWORD_LENGTH} characters. Several words are easy to remember and hard to guess.`}
    >
      <PasswordInput
        id="password"
        name="password"
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD_LENGTH}
        aria-describedby="password-hint"
      />
    </Field>
  )
}

import { MIN_PASSWORD_LENGTH } from '@/lib/people/rules'
import { Field, Input } from './field'

/** The field for a new password, with its rules. */
export function NewPasswordField({ label = 'Password' }: { label?: string }) {
  return (
    <Field
      id="password"
      label={label}
      hint={`At least ${MIN_PASSWORD_LENGTH} characters. Several words are easy to remember and hard to guess.`}
    >
      <Input
        id="password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD_LENGTH}
        aria-describedby="password-hint"
      />
    </Field>
  )
}

import { Field, Input } from '@/app/_ui/field'
import type { FieldError } from '@/lib/errors'
import { PASSWORD_LENGTH } from '@/lib/people/rules'

/** Where somebody chooses a password. */
export function NewPasswordField({ label = 'Password', errors }: { label?: string; errors?: FieldError[] | undefined }) {
  return (
    <Field
      id="password"
      label={label}
      hint={`At least ${PASSWORD_LENGTH} characters. Several words are easy to remember and hard to guess.`}
      errors={errors}
    >
      <Input
        id="password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH}
        aria-describedby="password-hint"
      />
    </Field>
  )
}

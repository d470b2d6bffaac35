import { Button } from '@/app/_ui/button'
import { Field, Select } from '@/app/_ui/field'
import type { FieldError } from '@/lib/errors'

interface ActivateFormProps {
  agentId: string
  submit: (form: FormData) => void
  isSending: boolean
  errors: FieldError[] | undefined
  isActive: boolean
}

/** Beside a running session it is folded: joining gives a token of it, replacing ends it. */
export function ActivateForm({ isActive, ...rest }: ActivateFormProps) {
  if (!isActive) return <Fields isActive={false} {...rest} />
  return (
    <details>
      <summary className="cursor-pointer font-medium">Get a token, or start anew</summary>
      <div className="pt-3">
        <Fields isActive {...rest} />
      </div>
    </details>
  )
}

function Fields({ agentId, submit, isSending, errors, isActive }: ActivateFormProps) {
  return (
    <form action={submit} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="agent" value={agentId} />
      <Field id="duration_hours" label="Duration" errors={errors}>
        <Select id="duration_hours" name="duration_hours" defaultValue="">
          <option value="">The team’s default</option>
          {[1, 2, 6, 12, 24].map((hours) => (
            <option key={hours} value={hours}>
              {hours} {hours === 1 ? 'hour' : 'hours'}
            </option>
          ))}
        </Select>
      </Field>
      <Field id="on_active" label="If a session is active">
        <Select id="on_active" name="on_active" defaultValue="join">
          <option value="join">Join it, and extend it if needed</option>
          <option value="replace">End it and start a new one</option>
          <option value="reject">Do nothing</option>
        </Select>
      </Field>
      <Button type="submit" kind="primary" disabled={isSending}>
        {isActive ? 'Activate again' : 'Activate'}
      </Button>
    </form>
  )
}

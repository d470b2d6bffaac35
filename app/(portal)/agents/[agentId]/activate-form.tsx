import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Select } from '@/app/_ui/field'
import type { FormController } from '@/app/_ui/use-form-action'

interface ActivateFormProps {
  agentName: string
  /** How long a session lasts when no duration is chosen. */
  defaultHours: number
  form: FormController<unknown>
}

/** Activates an agent. While a session is active there are two collapsed forms: one returns a token of the session, the other ends it and starts a new one. */
export function ActivateForm({ isActive, ...rest }: ActivateFormProps & { isActive: boolean }) {
  if (!isActive) return <ActivationFields onActive="join" action="Activate" pending="Activating…" {...rest} />
  return (
    <>
      <Disclosure label="Get a session token…" title="Get a session token" state={rest.form.state}>
        <p className="text-soft">Uses the current session, and extends it if it ends sooner than you need.</p>
        <ActivationFields onActive="join" action="Get token" pending="Getting a token…" {...rest} />
      </Disclosure>
      <Disclosure label="Restart session…" title="Restart session" state={rest.form.state}>
        <p className="text-soft">Ends the current session for good and starts a new one. Memories are kept.</p>
        <ActivationFields onActive="replace" action="Restart session" pending="Restarting…" {...rest} />
      </Disclosure>
    </>
  )
}

interface ActivationFieldsProps extends ActivateFormProps {
  /** What to do with a session that is active. */
  onActive: 'join' | 'replace'
  action: string
  /** The action while it runs: "Activating…". */
  pending: string
}

function ActivationFields({ agentName, defaultHours, form, onActive, action, pending }: ActivationFieldsProps) {
  const id = `duration-${onActive}`
  return (
    <ActionForm form={form} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="agent_id" value={agentName} />
      <input type="hidden" name="on_active" value={onActive} />
      <Field id={id} name="duration_hours" label="Duration">
        <Select id={id} name="duration_hours" defaultValue="">
          <option value="">Team default ({hoursInWords(defaultHours)})</option>
          {[1, 2, 6, 12, 24].map((hours) => (
            <option key={hours} value={hours}>
              {hours} {hours === 1 ? 'hour' : 'hours'}
            </option>
          ))}
        </Select>
      </Field>
      <SubmitButton kind="primary" pending={pending}>
        {action}
      </SubmitButton>
    </ActionForm>
  )
}

/** `6 h`; under an hour `20 min`. */
const hoursInWords = (hours: number) => (hours < 1 ? `${Math.round(hours * 60)} min` : `${Number(hours.toFixed(2))} h`)

import type { ReactNode } from 'react'
import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Select } from '@/app/_ui/field'
import type { FormController } from '@/app/_ui/use-form-action'

interface ActivationProps {
  agentName: string
  /** How long a session lasts when no duration is chosen. */
  defaultHours: number
  form: FormController<unknown>
}

/** Activates an agent. */
export function ActivateForm({ defaultHours, ...rest }: ActivationProps) {
  return (
    <ActivationForm onActive="join" action="Activate" pending="Activating…" className="flex flex-wrap items-center gap-2" {...rest}>
      <DurationSelect id="duration" defaultHours={defaultHours} label="Duration" />
    </ActivationForm>
  )
}

/** Returns a token of the active session. */
export function GetTokenForm({ defaultHours, ...rest }: ActivationProps) {
  return (
    <Disclosure label="Get a session token…" title="Get a session token" state={rest.form.state}>
      <p className="text-soft">Uses the current session, and extends it if it ends sooner than you need.</p>
      <ActivationForm onActive="join" action="Get token" pending="Getting a token…" className={IN_OVERLAY} {...rest}>
        <DurationField id="duration-join" defaultHours={defaultHours} />
        <div className="order-1 w-full empty:hidden">
          <FormProblem />
        </div>
      </ActivationForm>
    </Disclosure>
  )
}

/** Ends the active session and starts a new one. It is a part of the menu. */
export function RestartForm({ defaultHours, ...rest }: ActivationProps & { sessionId: string }) {
  return (
    <Disclosure
      as="part"
      kind="quiet"
      label="Restart session…"
      state={rest.form.state}
      className="w-full justify-between px-2 font-normal text-ink"
    >
      <div className="grid gap-3 px-2 pb-2">
        <p className="text-soft">Ends the current session for good and starts a new one. Memories are kept.</p>
        <ActivationForm onActive="replace" action="Restart session" pending="Restarting…" className={IN_OVERLAY} {...rest}>
          <DurationField id="duration-replace" defaultHours={defaultHours} />
          <div className="order-1 w-full empty:hidden">
            <FormProblem />
          </div>
        </ActivationForm>
      </div>
    </Disclosure>
  )
}

const IN_OVERLAY = 'flex flex-wrap items-end gap-3'

interface ActivationFormProps extends Omit<ActivationProps, 'defaultHours'> {
  /** What to do with a session that is active. */
  onActive: 'join' | 'replace'
  action: string
  /** The action while it runs: "Activating…". */
  pending: string
  /** The session that is replaced. */
  sessionId?: string
  className: string
  children: ReactNode
}

function ActivationForm({ agentName, sessionId, form, onActive, action, pending, className, children }: ActivationFormProps) {
  return (
    <ActionForm form={form} className={className}>
      <input type="hidden" name="agent_id" value={agentName} />
      {sessionId !== undefined && <input type="hidden" name="session_id" value={sessionId} />}
      <input type="hidden" name="on_active" value={onActive} />
      {children}
      <SubmitButton kind="primary" pending={pending}>
        {action}
      </SubmitButton>
    </ActionForm>
  )
}

function DurationField(props: { id: string; defaultHours: number }) {
  return (
    <Field id={props.id} name="duration_hours" label="Duration">
      <DurationSelect {...props} />
    </Field>
  )
}

/** The duration of a session. Without a visible label it has one for screen readers. */
function DurationSelect({ id, defaultHours, label }: { id: string; defaultHours: number; label?: string }) {
  return (
    <Select id={id} name="duration_hours" defaultValue="" aria-label={label} className="w-auto">
      <option value="">Team default ({hoursInWords(defaultHours)})</option>
      {[1, 2, 6, 12, 24].map((hours) => (
        <option key={hours} value={hours}>
          {hours} {hours === 1 ? 'hour' : 'hours'}
        </option>
      ))}
    </Select>
  )
}

/** `6 h`; under an hour `20 min`. */
const hoursInWords = (hours: number) => (hours < 1 ? `${Math.round(hours * 60)} min` : `${Number(hours.toFixed(2))} h`)

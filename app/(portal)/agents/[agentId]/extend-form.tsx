import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import type { FormController } from '@/app/_ui/use-form-action'

interface ExtendFormProps {
  agentName: string
  sessionId: string
  form: FormController<unknown>
  isExpired: boolean
}

/** Extends the session of an agent, or reactivates it when it has expired. */
export function ExtendForm({ agentName, sessionId, form, isExpired }: ExtendFormProps) {
  const name = isExpired ? 'Reactivate for' : 'Extend'
  return (
    <ActionForm form={form}>
      <input type="hidden" name="agent_id" value={agentName} />
      <input type="hidden" name="session_id" value={sessionId} />
      <fieldset className="flex flex-wrap items-center gap-1">
        <legend className="sr-only">{name}</legend>
        <span aria-hidden="true" className="mr-1 text-soft">
          {name}
        </span>
        {[1, 6, 12, 24].map((hours) => (
          <SubmitButton
            key={hours}
            name="extend_hours"
            value={hours}
            pending={isExpired ? 'Reactivating…' : 'Extending…'}
            aria-label={`${isExpired ? name : 'Extend by'} ${hours} h`}
            className="px-2.5"
          >
            +{hours} h
          </SubmitButton>
        ))}
      </fieldset>
    </ActionForm>
  )
}

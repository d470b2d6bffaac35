import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import type { FormController } from '@/app/_ui/use-form-action'

interface ExtendFormProps {
  agentName: string
  form: FormController<unknown>
  isExpired: boolean
}

/** Extends the session of an agent, or reactivates it when it has expired. */
export function ExtendForm({ agentName, form, isExpired }: ExtendFormProps) {
  return (
    <ActionForm form={form}>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-1.5 font-medium">{isExpired ? 'Reactivate for' : 'Extend'}</legend>
        <input type="hidden" name="agent_id" value={agentName} />
        {[1, 6, 12, 24].map((hours) => (
          <SubmitButton
            key={hours}
            name="extend_hours"
            value={hours}
            pending={isExpired ? 'Reactivating…' : 'Extending…'}
            aria-label={`${isExpired ? 'Reactivate for' : 'Extend by'} ${hours} h`}
          >
            +{hours} h
          </SubmitButton>
        ))}
      </fieldset>
    </ActionForm>
  )
}

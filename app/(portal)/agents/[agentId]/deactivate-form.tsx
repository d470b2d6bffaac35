import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import type { FormController } from '@/app/_ui/use-form-action'

interface DeactivateFormProps {
  agentName: string
  sessionId: string
  form: FormController<unknown>
}

/** Ends the session of an agent. */
export function DeactivateForm({ agentName, sessionId, form }: DeactivateFormProps) {
  return (
    <Disclosure label="Deactivate…" title="Deactivate" state={form.state}>
      <ActionForm form={form} className="grid gap-3">
        <FormProblem />
        <p className="text-soft">Ends this session for good and invalidates its tokens. Memories are kept.</p>
        <input type="hidden" name="agent_id" value={agentName} />
        <input type="hidden" name="session_id" value={sessionId} />
        <SubmitButton kind="danger" pending="Deactivating…" className="justify-self-start">
          Deactivate
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

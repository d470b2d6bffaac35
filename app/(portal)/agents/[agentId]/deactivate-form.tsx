import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import type { FormController } from '@/app/_ui/use-form-action'

/** Ends the session of an agent. */
export function DeactivateForm({ agentName, form }: { agentName: string; form: FormController<unknown> }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">Deactivate</summary>
      <ActionForm form={form} className="grid gap-3 pt-3">
        <p className="text-soft">Ends this session for good and invalidates its tokens. Memories are kept.</p>
        <input type="hidden" name="agent_id" value={agentName} />
        <SubmitButton kind="danger" pending="Deactivating…" className="justify-self-start">
          Deactivate
        </SubmitButton>
      </ActionForm>
    </details>
  )
}

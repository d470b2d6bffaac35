import { Button } from '@/app/_ui/button'

export function DeactivateForm({ agentId, submit, isSending }: { agentId: string; submit: (form: FormData) => void; isSending: boolean }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">Deactivate</summary>
      <form action={submit} className="grid gap-3 pt-3">
        <p className="text-soft">
          Every token of this session stops working at once, and the session never comes back. The memories stay, and you get its summary.
        </p>
        <input type="hidden" name="agent" value={agentId} />
        <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
          Deactivate now
        </Button>
      </form>
    </details>
  )
}

import { Button } from '@/app/_ui/button'

export function DeactivateForm({ agentId, submit, isSending }: { agentId: string; submit: (form: FormData) => void; isSending: boolean }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">Deactivate</summary>
      <form action={submit} className="grid gap-3 pt-3">
        <p className="text-soft">Ends this session for good and invalidates its tokens. Memories are kept.</p>
        <input type="hidden" name="agent" value={agentId} />
        <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
          Deactivate
        </Button>
      </form>
    </details>
  )
}

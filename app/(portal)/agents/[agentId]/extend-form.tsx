import { Button } from '@/app/_ui/button'

interface ExtendFormProps {
  agentId: string
  submit: (form: FormData) => void
  isSending: boolean
  isExpired: boolean
}

export function ExtendForm({ agentId, submit, isSending, isExpired }: ExtendFormProps) {
  return (
    <form action={submit}>
      <fieldset className="flex flex-wrap items-center gap-2">
        <legend className="mb-1.5 font-medium">{isExpired ? 'Reactivate for' : 'Extend'}</legend>
        <input type="hidden" name="agent" value={agentId} />
        {[1, 6, 12, 24].map((hours) => (
          <Button
            key={hours}
            type="submit"
            name="extend_hours"
            value={hours}
            disabled={isSending}
            aria-label={`${isExpired ? 'Reactivate for' : 'Extend by'} ${hours} h`}
          >
            +{hours} h
          </Button>
        ))}
      </fieldset>
    </form>
  )
}

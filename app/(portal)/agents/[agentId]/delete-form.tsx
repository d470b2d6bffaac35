'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { remove } from './actions'

export function DeleteForm({ agentId, memoryCount }: { agentId: string; memoryCount: number }) {
  const [state, submit, isSending] = useActionState(remove, {})
  return (
    <details open={state.problem !== undefined || undefined}>
      <summary className="cursor-pointer font-medium text-bad">Delete agent</summary>
      <KeptForm action={submit} sent={state.sent} className="grid gap-4 pt-3">
        <FormProblem>{state.problem}</FormProblem>
        <p className="text-soft">
          Ends its session and permanently deletes its {memoryCount} {memoryCount === 1 ? 'memory' : 'memories'}. Session history is kept.
        </p>
        <input type="hidden" name="agent" value={agentId} />
        <Field id="confirm" label={`Type ${agentId} to confirm`}>
          <Input id="confirm" name="confirm" required autoComplete="off" spellCheck={false} />
        </Field>
        <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
          Delete agent
        </Button>
      </KeptForm>
    </details>
  )
}

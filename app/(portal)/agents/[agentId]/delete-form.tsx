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
          Its session ends, and its {memoryCount} {memoryCount === 1 ? 'memory is' : 'memories are'} destroyed for good. The history of its
          sessions stays.
        </p>
        <input type="hidden" name="agent" value={agentId} />
        <Field id="confirm" label="Name of the agent" hint={`Type ${agentId} to confirm.`}>
          <Input id="confirm" name="confirm" required autoComplete="off" spellCheck={false} aria-describedby="confirm-hint" />
        </Field>
        <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
          Delete for good
        </Button>
      </KeptForm>
    </details>
  )
}

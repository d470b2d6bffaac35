'use client'

import { type ReactNode, useActionState, useRef } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import type { Selected } from '@/lib/sessions/end-selected'
import { endSelected } from './actions'

/** The list inside is one form: what is ticked in it is ended together. */
export function EndSelectedForm({ children }: { children: ReactNode }) {
  const [state, submit, isSending] = useActionState(endSelected, {})
  const form = useRef<HTMLFormElement>(null)
  const tickAll = () => {
    const boxes = [...(form.current?.querySelectorAll<HTMLInputElement>('input[name=session]:not(:disabled)') ?? [])]
    const areAll = boxes.every((box) => box.checked)
    for (const box of boxes) box.checked = !areAll
  }
  return (
    <form ref={form} action={submit} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <FormProblem>{state.problem}</FormProblem>
      <div role="status" className="empty:hidden">
        {state.done && <Outcomes outcomes={state.done} />}
      </div>
      {children}
      <div className="flex flex-wrap items-start gap-3">
        <Button onClick={tickAll}>Select all on this page</Button>
        <details className="rounded-md border border-line bg-surface open:w-full open:max-w-md">
          <summary className="cursor-pointer px-3 py-1.5 font-medium">End selected…</summary>
          <div className="grid gap-3 border-t border-line p-3">
            <p className="text-soft">Their tokens stop working at once, and they never come back. Memories stay.</p>
            <Field id="reason" label="Reason, for the history" errors={state.errors}>
              <Input id="reason" name="reason" maxLength={500} />
            </Field>
            <Button type="submit" kind="danger" disabled={isSending} className="justify-self-start">
              End selected sessions
            </Button>
          </div>
        </details>
      </div>
    </form>
  )
}

const counted = (count: number) => `${count} ${count === 1 ? 'session' : 'sessions'}`

function Outcomes({ outcomes }: { outcomes: Selected[] }) {
  const count = (outcome: Selected['outcome']) => outcomes.filter((each) => each.outcome === outcome).length
  const ended = outcomes.filter(({ outcome }) => outcome === 'ended').map(({ agentName }) => agentName)
  return (
    <div className="rounded-md bg-good-wash p-3">
      <p className="font-medium">
        {counted(ended.length)} ended{ended.length > 0 && `: ${ended.join(', ')}`}.
      </p>
      {count('had ended') > 0 && <p>{counted(count('had ended'))} had ended before.</p>}
      {count('missing') > 0 && <p>{counted(count('missing'))} could not be found.</p>}
    </div>
  )
}

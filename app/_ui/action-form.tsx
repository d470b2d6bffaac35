'use client'

import { type ReactNode, useActionState } from 'react'
import type { FormState } from '@/lib/http/form-action'
import { FormProblem } from './field'
import { PersistentForm } from './persistent-form'

interface ActionFormProps {
  action: (before: FormState<string>, form: FormData) => Promise<FormState<string>>
  className?: string
  children: ReactNode
}

/** A small form and what came of it: a refusal, or a sentence that it is done. */
export function ActionForm({ action, className, children }: ActionFormProps) {
  const [state, submit] = useActionState(action, {})
  return (
    <PersistentForm action={submit} sent={state.sent} className={className}>
      {children}
      <FormProblem>{state.problem}</FormProblem>
      <p role="status" className="text-good empty:hidden">
        {state.done}
      </p>
    </PersistentForm>
  )
}

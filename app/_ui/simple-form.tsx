'use client'

import type { ReactNode } from 'react'
import type { FormAction } from '@/app/_actions/form-action'
import { ActionForm, FormProblem, OutcomeOnPage } from './action-form'
import { type Outcome, outcomeInWords, undoOfOutcome } from './outcome'
import { useFormAction } from './use-form-action'

interface SimpleFormProps {
  action: FormAction<Outcome>
  /** Fields that, sent to the same action, undo it, where its result does not say. */
  undo?: Record<string, string>
  className?: string
  children: ReactNode
}

/** A small form. It shows below itself why it was refused, and in a toast that it is done, because it may disappear. */
export function SimpleForm({ action, undo, className, children }: SimpleFormProps) {
  const form = useFormAction(action, { inWords: outcomeInWords, undoOf: (done) => undoOfOutcome(done) ?? undo })
  return (
    <ActionForm form={form} className={className}>
      {children}
      <FormProblem />
      <OutcomeOnPage>{form.state.done && outcomeInWords(form.state.done)}</OutcomeOnPage>
    </ActionForm>
  )
}

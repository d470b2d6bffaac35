'use client'

import type { ReactNode } from 'react'
import type { FormAction } from '@/app/_actions/form-action'
import { ActionForm, FormProblem, OutcomeOnPage } from './action-form'
import { useFormAction } from './use-form-action'

/** A sentence that says what was done, and the fields that, sent to the same action, undo it. */
interface Outcome {
  words: string
  undo?: Record<string, string> | undefined
}

interface SimpleFormProps {
  /** Its result is a sentence that says what was done, or that with what undoes it. */
  action: FormAction<string> | FormAction<Outcome>
  /** Fields that, sent to the same action, undo it, where its result does not say. */
  undo?: Record<string, string>
  className?: string
  children: ReactNode
}

/** A small form. It shows below itself why it was refused, and in a toast that it is done, because it may disappear. */
export function SimpleForm({ action, undo, className, children }: SimpleFormProps) {
  const form = useFormAction(action as FormAction<string | Outcome>, {
    inWords,
    undoOf: (done) => (typeof done === 'string' ? undo : done.undo),
  })
  return (
    <ActionForm form={form} className={className}>
      {children}
      <FormProblem />
      <OutcomeOnPage>{form.state.done && inWords(form.state.done)}</OutcomeOnPage>
    </ActionForm>
  )
}

const inWords = (done: string | Outcome) => (typeof done === 'string' ? done : done.words)

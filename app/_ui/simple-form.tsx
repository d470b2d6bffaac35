'use client'

import type { ReactNode } from 'react'
import type { FormAction } from '@/app/_actions/form-action'
import { ActionForm, FormProblem, OutcomeOnPage } from './action-form'
import { type Outcome, outcomeInWords, undoOfOutcome } from './outcome'
import { type FormController, useFormAction } from './use-form-action'

interface SimpleFormProps extends OutcomeFormLook {
  action: FormAction<Outcome>
  /** Fields that, sent to the same action, undo it, where its result does not say. */
  undo?: Record<string, string>
}

interface OutcomeFormLook {
  className?: string
  children: ReactNode
}

/** A small form. It shows below itself why it was refused, and in a toast that it is done, because it may disappear. */
export function SimpleForm({ action, undo, ...look }: SimpleFormProps) {
  return <OutcomeForm form={useOutcomeAction(action, undo)} {...look} />
}

/**
 * The state of a SimpleForm, for a component that shows the form in different places. Without JavaScript, React gives the answer of an action to the component
 * that was in the same place of the page.
 */
export const useOutcomeAction = (action: FormAction<Outcome>, undo?: Record<string, string>): FormController<Outcome> =>
  useFormAction(action, { inWords: outcomeInWords, undoOf: (done) => undoOfOutcome(done) ?? undo })

/** A SimpleForm whose state belongs to the component that shows it. */
export function OutcomeForm({ form, className, children }: OutcomeFormLook & { form: FormController<Outcome> }) {
  return (
    <ActionForm form={form} className={className}>
      {children}
      <FormProblem />
      <OutcomeOnPage>{form.state.done && outcomeInWords(form.state.done)}</OutcomeOnPage>
    </ActionForm>
  )
}

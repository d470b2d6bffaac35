'use client'

import type { ReactNode } from 'react'
import type { FormAction } from '@/app/_actions/form-action'
import { ActionForm, FormProblem } from './action-form'
import { useIsInBrowser } from './browser'
import { useFormAction } from './use-form-action'

interface SimpleFormProps {
  action: FormAction<string>
  /** Shows the outcome in a toast too, because the form may disappear: the action's own sentence, or this text. */
  toast?: boolean | string
  /** Fields that, sent to the same action, undo it. */
  undo?: Record<string, string>
  className?: string
  children: ReactNode
}

/** A small form whose outcome is shown below it: why it was refused, or a sentence that it is done. */
export function SimpleForm({ action, toast = false, undo, className, children }: SimpleFormProps) {
  const inWords = (done: string) => (typeof toast === 'string' ? toast : done)
  const form = useFormAction(action, toast === false ? undefined : { inWords, undo })
  const isInBrowser = useIsInBrowser()
  // With a toast, screen readers read the outcome there.
  const role = toast !== false && isInBrowser ? undefined : 'status'
  return (
    <ActionForm form={form} className={className}>
      {children}
      <FormProblem />
      <p role={role} className="text-good empty:hidden">
        {form.state.done}
      </p>
    </ActionForm>
  )
}

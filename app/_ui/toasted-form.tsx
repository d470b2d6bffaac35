'use client'

import type { ReactNode } from 'react'
import type { FormState } from '@/lib/http/form-action'
import { useIsInBrowser } from './browser'
import { FormProblem } from './field'
import { PersistentForm } from './persistent-form'
import { useToasted } from './use-toasted'

interface ToastedFormProps {
  action: (before: FormState<string>, form: FormData) => Promise<FormState<string>>
  /** The fields that, sent to the same action, take it back. */
  undo?: Record<string, string>
  /** What the toast says where the form stays and tells more. */
  words?: string
  className?: string
  children: ReactNode
}

/** A small form that may be gone once it is done: a toast tells of it. Where it stays it says so too, once to those who hear the page. */
export function ToastedForm({ action, undo, words, className, children }: ToastedFormProps) {
  const { state, submit, send } = useToasted(action, (done) => words ?? done, undo)
  const isInBrowser = useIsInBrowser()
  return (
    <PersistentForm action={submit} send={send} sent={state.sent} className={className}>
      {children}
      <FormProblem>{state.problem}</FormProblem>
      <p role={isInBrowser ? undefined : 'status'} className="text-good empty:hidden">
        {state.done}
      </p>
    </PersistentForm>
  )
}

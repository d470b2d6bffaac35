'use client'

import { createContext, use } from 'react'
import type { FormState } from '@/app/_actions/form-action'

interface FormContextValue extends Pick<FormState, 'problem' | 'errors' | 'submitted'> {
  isSending: boolean
}

/** The state of the form around a field or button; empty outside of a form with an action. */
export const FormContext = createContext<FormContextValue>({ isSending: false })

/** The value that a field had when its form was refused. A page without JavaScript is rendered again with it. */
export function useSubmittedValue(name: string | undefined): string | undefined {
  const { submitted } = use(FormContext)
  return name === undefined ? undefined : submitted?.[name]
}

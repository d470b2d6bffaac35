'use client'

import { createContext, use } from 'react'
import type { FormState } from '@/app/_actions/form-action'
import type { FieldError } from '@/lib/errors'

interface FormContextValue extends Pick<FormState, 'problem' | 'errors' | 'submitted'> {
  isSending: boolean
  /** The button with which the form is or was sent. */
  submitter?: HTMLElement | null
}

/** The state of the form around a field or button; empty outside of a form with an action. */
export const FormContext = createContext<FormContextValue>({ isSending: false })

/** The value that a field had when its form was refused. A page without JavaScript is rendered again with it. */
export function useSubmittedValue(name: string | undefined): string | undefined {
  const { submitted } = use(FormContext)
  return name === undefined ? undefined : submitted?.[name]
}

/** True when an error is about a field, or about an item of a field that is a list: `tags.2`. */
export const isErrorOf = (name: string, { field }: FieldError) => field === name || field.startsWith(`${name}.`)

/** The attributes of a field that was refused: it is marked, and described by the sentence that `Field` shows below it. */
export function useRefusal({ id, name }: { id?: string | undefined; name?: string | undefined }) {
  const { errors = [] } = use(FormContext)
  const isRefused = name !== undefined && errors.some((error) => isErrorOf(name, error))
  return isRefused ? { 'aria-invalid': true, 'aria-describedby': id && `${id}-hint` } : {}
}

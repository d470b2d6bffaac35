'use client'

import { useActionState, useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { FormAction, FormState } from '@/app/_actions/form-action'

/** The state of a form's action, and functions that run it. */
export interface FormController<T> {
  state: FormState<T>
  /** Runs the action without JavaScript: React writes it into the form's HTML. */
  submit: (form: FormData) => void
  /** Runs the action with JavaScript. */
  send: (form: FormData) => void
  isSending: boolean
}

interface ToastOptions<T> {
  inWords: (done: T) => string
  /** Fields that, sent to the same action, undo it. */
  undo?: Record<string, string> | undefined
}

/** Runs a server action. With `toastOptions` its success is shown in a toast, for forms that disappear with it. */
export function useFormAction<T>(action: FormAction<T>, toastOptions?: ToastOptions<T>): FormController<T> {
  const [state, submit, isSubmitting] = useActionState(action, {})
  const [latest, setLatest] = useState<FormState<T>>()
  const [isSending, startSending] = useTransition()
  if (toastOptions === undefined) return { state, submit, send: submit, isSending: isSubmitting }
  const { inWords, undo } = toastOptions
  const revert = async (fields: Record<string, string>) => {
    const after = await action({}, formDataOf(fields))
    setLatest(after)
    if (after.problem) return void toast.error(after.problem)
    if (after.done !== undefined) toast.success(inWords(after.done))
  }
  const send = (form: FormData) =>
    startSending(async () => {
      const after = await action({}, form)
      setLatest(after)
      if (after.done === undefined) return
      toast.success(inWords(after.done), undo && { action: { label: 'Undo', onClick: () => startSending(() => revert(undo)) } })
    })
  return { state: latest ?? state, submit, send, isSending }
}

function formDataOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

'use client'

import { useActionState, useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { FormState } from '@/lib/http/form-action'

type Action<T> = (before: FormState<T>, form: FormData) => Promise<FormState<T>>

/**
 * A form's action whose outcome is told in a toast: the form may be gone by then. `send` is for scripts, `submit` for forms without them.
 * `undo`: the fields that, sent to the same action, take it back.
 */
export function useToasted<T>(action: Action<T>, inWords: (done: T) => string, undo?: Record<string, string>) {
  const [plain, submit] = useActionState(action, {})
  const [latest, setLatest] = useState<FormState<T>>()
  const [isSending, startSending] = useTransition()
  const takeBack = async (fields: Record<string, string>) => {
    const after = await action({}, formOf(fields))
    setLatest(after)
    if (after.problem) return void toast.error(after.problem)
    if (after.done !== undefined) toast.success(inWords(after.done))
  }
  const send = (form: FormData) =>
    startSending(async () => {
      const after = await action({}, form)
      setLatest(after)
      if (after.done === undefined) return
      toast.success(inWords(after.done), undo && { action: { label: 'Undo', onClick: () => startSending(() => takeBack(undo)) } })
    })
  return { state: latest ?? plain, submit, send, isSending }
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

'use client'

import { type ComponentProps, type FormEvent, startTransition, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import type { FormState } from '@/lib/http/form-action'
import { SubmittedValues } from './submitted-values'

type PersistentFormProps = Omit<ComponentProps<'form'>, 'action'> & {
  action: (form: FormData) => void
  /** In place of `action` where scripts run. */
  send?: (form: FormData) => void
  sent: FormState['sent']
}

/** A form that keeps what was typed when it is refused: React empties a form after each action. Without JavaScript its fields begin with what was `sent`. */
export function PersistentForm({ action, send = action, sent, children, ref, ...rest }: PersistentFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => send(form))
  }
  const form = useRef<HTMLFormElement>(null)
  useImperativeHandle(ref, () => form.current as HTMLFormElement)
  useLayoutEffect(() => {
    const shown = form.current
    return () => keepFocusNear(shown)
  }, [])
  return (
    <form ref={form} action={action} onSubmit={submit} {...rest}>
      <SubmittedValues value={sent}>{children}</SubmittedValues>
    </form>
  )
}

/** A form that goes with the row it stood in leaves the focus to what is around it, not to the top of the page. */
function keepFocusNear(form: HTMLFormElement | null): void {
  const content = form?.closest('main')
  if (!content || !form?.contains(document.activeElement)) return
  content.tabIndex = -1
  content.focus({ preventScroll: true })
}

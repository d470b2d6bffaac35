'use client'

import { type ComponentProps, type FormEvent, startTransition } from 'react'
import type { FormState } from '@/lib/http/form-action'
import { Sent } from './sent'

type KeptFormProps = Omit<ComponentProps<'form'>, 'action'> & {
  action: (form: FormData) => void
  /** In place of `action` where scripts run. */
  send?: (form: FormData) => void
  sent: FormState['sent']
}

/** A form that keeps what was typed when it is refused: React empties a form after each action. Without JavaScript its fields begin with what was `sent`. */
export function KeptForm({ action, send = action, sent, children, ...rest }: KeptFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => send(form))
  }
  return (
    <form action={action} onSubmit={submit} {...rest}>
      <Sent value={sent}>{children}</Sent>
    </form>
  )
}

'use client'

import { type ComponentProps, type FormEvent, startTransition } from 'react'

type KeptFormProps = Omit<ComponentProps<'form'>, 'action'> & { action: (form: FormData) => void }

/** A form that keeps what was typed when it is refused: React empties a form after each action. Without JavaScript it is a plain one. */
export function KeptForm({ action, ...rest }: KeptFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const form = new FormData(event.currentTarget, submitter)
    startTransition(() => action(form))
  }
  return <form action={action} onSubmit={submit} {...rest} />
}

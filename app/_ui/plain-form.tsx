'use client'

import { type ComponentProps, type FormEvent, startTransition } from 'react'
import { runPlainAction } from './use-form-action'

type PlainFormProps = Omit<ComponentProps<'form'>, 'action'> & { action: (form: FormData) => Promise<void> }

/**
 * A form of a server action that returns nothing, because it leads to another page. Without a connection a toast says so: React would show the error in the place of
 * the page.
 */
export function PlainForm({ action, ...rest }: PlainFormProps) {
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const pressed = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null
    const form = new FormData(event.currentTarget, pressed)
    startTransition(() => runPlainAction(() => action(form)))
  }
  return <form action={action} onSubmit={onSubmit} {...rest} />
}

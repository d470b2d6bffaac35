'use client'

import { type ComponentProps, type FormEvent, startTransition, use, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { Button } from './button'
import { FormContext } from './form-context'
import { Notice } from './notice'
import type { FormController } from './use-form-action'

type ActionFormProps<T> = Omit<ComponentProps<'form'>, 'action'> & { form: FormController<T> }

/**
 * A form of a server action. The fields, buttons and FormProblem inside show its state. A refused form keeps what was entered, except
 * passwords. (A form that React itself sends is cleared.)
 */
export function ActionForm<T>({ form: { state, submit, send, isSending }, children, ref, ...rest }: ActionFormProps<T>) {
  const form = useRef<HTMLFormElement>(null)
  useImperativeHandle(ref, () => form.current as HTMLFormElement)
  useLayoutEffect(() => {
    const shown = form.current
    return () => keepFocusNear(shown)
  }, [])
  useEffect(() => {
    if (state.problem !== undefined || state.done !== undefined) clearPasswords(form.current)
  }, [state])
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const submitter = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null
    const entered = new FormData(event.currentTarget, submitter)
    startTransition(() => send(entered))
  }
  const { problem, errors, submitted } = state
  return (
    <form ref={form} action={submit} onSubmit={onSubmit} {...rest}>
      <FormContext value={{ problem, errors, submitted, isSending }}>{children}</FormContext>
    </form>
  )
}

/** The button that sends the form around it. */
export function SubmitButton(props: Omit<ComponentProps<typeof Button>, 'type' | 'disabled'>) {
  const { isSending } = use(FormContext)
  return <Button type="submit" disabled={isSending} {...props} />
}

/** Why the form around it was refused. */
export function FormProblem() {
  const { problem } = use(FormContext)
  return <Notice tone="bad">{problem}</Notice>
}

/** When a form disappears with the row around it, moves the focus to the page's content: browsers would move it to the top. */
function keepFocusNear(form: HTMLFormElement | null): void {
  const content = form?.closest('main')
  if (!content || !form?.contains(document.activeElement)) return
  content.tabIndex = -1
  content.focus({ preventScroll: true })
}

function clearPasswords(form: HTMLFormElement | null): void {
  for (const field of form?.querySelectorAll<HTMLInputElement>('input[type=password]') ?? []) field.value = ''
}

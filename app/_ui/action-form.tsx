'use client'

import { clsx } from 'clsx'
import { LoaderCircle } from 'lucide-react'
import {
  type ComponentProps,
  type FormEvent,
  type ReactNode,
  startTransition,
  use,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useIsInBrowser } from './browser'
import { Button } from './button'
import { FormContext } from './form-context'
import { Notice } from './notice'
import { ShownTeamField } from './shown-team'
import type { FormController } from './use-form-action'

type ActionFormProps<T> = Omit<ComponentProps<'form'>, 'action'> & { form: FormController<T> }

/**
 * A form of a server action. The fields, buttons and FormProblem inside show its state. A refused form keeps what was entered, except
 * passwords. (A form that React itself sends is cleared.)
 */
export function ActionForm<T>({ form: { state, submit, send, isSending }, className, children, ref, ...rest }: ActionFormProps<T>) {
  const form = useRef<HTMLFormElement>(null)
  const [submitter, setSubmitter] = useState<HTMLElement | null>(null)
  useImperativeHandle(ref, () => form.current as HTMLFormElement)
  useLayoutEffect(() => {
    const shown = form.current
    return () => keepFocusNear(shown)
  }, [])
  useEffect(() => {
    const wasAnswered = state.submitted !== undefined || state.done !== undefined
    if (wasAnswered) clearPasswords(form.current)
  }, [state])
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isSending) return
    const pressed = event.nativeEvent instanceof SubmitEvent ? event.nativeEvent.submitter : null
    if (pressed?.getAttribute('formmethod') === 'dialog') return
    const entered = new FormData(event.currentTarget, pressed)
    setSubmitter(pressed)
    startTransition(() => send(entered))
  }
  const { problem, errors, submitted } = state
  return (
    <form ref={form} action={submit} onSubmit={onSubmit} className={clsx('group/form', className)} {...rest}>
      <ShownTeamField />
      <FormContext value={{ problem, errors, submitted, isSending, submitter }}>{children}</FormContext>
    </form>
  )
}

interface SubmitButtonProps extends Omit<ComponentProps<typeof Button>, 'type' | 'disabled' | 'ref'> {
  /** What the button says while it sends the form: "Extending…". */
  pending?: string
}

/** The button that sends the form around it. While it does, it shows that. */
export function SubmitButton({ pending, className, children, ...rest }: SubmitButtonProps) {
  const { isSending, submitter } = use(FormContext)
  const button = useRef<HTMLButtonElement>(null)
  const isPressed = isSending && submitter !== null && submitter === button.current
  return (
    <Button
      ref={button}
      type="submit"
      disabled={isSending}
      aria-busy={isPressed || undefined}
      className={clsx('aria-busy:opacity-100!', className)}
      {...rest}
    >
      {isPressed && <LoaderCircle aria-hidden="true" className="animate-spin" />}
      {isPressed && pending ? pending : children}
    </Button>
  )
}

/**
 * A hidden first button that sends nothing, for forms that Enter must not send by mistake. Browsers press the first button of a form for Enter in any field or
 * checkbox, even if that button is in a closed part. The form method `dialog` has no effect outside of a dialog.
 */
export const NoDefaultButton = () => <button type="submit" formMethod="dialog" formNoValidate hidden tabIndex={-1} />

/** Why the form around it was refused. Where a field says so, it only points there. */
export function FormProblem() {
  const { problem } = use(FormContext)
  if (!problem) return null
  return (
    <Notice tone="bad">
      <span className="group-has-[[data-error]]/form:hidden">{problem}</span>
      <span className="hidden group-has-[[data-error]]/form:inline">Check the marked fields.</span>
    </Notice>
  )
}

/** What the form around it did, on a page without JavaScript. With JavaScript a toast says it. */
export function OutcomeOnPage({ children }: { children: ReactNode }) {
  if (useIsInBrowser()) return null
  return (
    <p role="status" className="text-good empty:hidden">
      {children}
    </p>
  )
}

/** When a form disappears with the row around it, moves the focus to the page's content: browsers would move it to the top. */
function keepFocusNear(form: HTMLFormElement | null): void {
  const content = form?.closest('main')
  if (!content || !form?.contains(document.activeElement)) return
  content.tabIndex = -1
  content.focus({ preventScroll: true })
}

/** Empties the fields for passwords. They are found by autocomplete, because their type is text while the password is shown. */
function clearPasswords(form: HTMLFormElement | null): void {
  for (const field of form?.querySelectorAll<HTMLInputElement>('input[autocomplete$="-password"]') ?? []) field.value = ''
}

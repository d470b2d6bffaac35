'use client'

import { unstable_isUnrecognizedActionError, unstable_rethrow, useRouter } from 'next/navigation'
import { use, useActionState, useEffect, useEffectEvent, useRef, useState, useTransition } from 'react'
import type { FormAction, FormState } from '@/app/_actions/form-action'
import { SHOWN_TEAM } from '@/app/_actions/shown-team'
import { SEEN } from '@/lib/teams/policy-version'
import { ShownTeam } from './shown-team'
import { showError, showSuccess } from './toasts'
import { showUndoToast } from './undo-toast'

/** The state of a form's action, and functions that run it. */
export interface FormController<T> {
  state: FormState<T>
  /** What the last run that succeeded returned, also after one that was refused. */
  lastDone: T | undefined
  /** Runs the action without JavaScript: React writes it into the form's HTML. */
  submit: (form: FormData) => void
  /** Runs the action with JavaScript. */
  send: (form: FormData) => void
  isSending: boolean
}

interface ToastOptions<T> {
  /** The sentence of the toast; undefined for a result that the form itself shows. */
  inWords: (done: T) => string | undefined
  /** Fields that, sent to the same action, undo what was done. */
  undoOf?: (done: T) => Record<string, string> | undefined
}

/**
 * Runs a server action. With `toastOptions` its success is shown in a toast. When the action is refused, the page is loaded again, because its
 * data may be out of date; not for errors of fields, nor when the server failed.
 */
export function useFormAction<T>(action: FormAction<T>, toastOptions?: ToastOptions<T>): FormController<T> {
  const [initial, submit, isSubmitting] = useActionState(action, {})
  const [latest, setLatest] = useState<FormState<T>>()
  const [lastDone, setLastDone] = useState<T>()
  const [isSending, startSending] = useTransition()
  const [isRefreshing, startRefreshing] = useTransition()
  const router = useRouter()
  const team = use(ShownTeam)
  const state = latest ?? initial
  useToastOfLostRefusal(isRefreshing ? state.problem : undefined)
  useToastOfEarlySuccess(initial, toastOptions)
  const run = async (form: FormData): Promise<FormState<T>> => {
    const after = await runAction(action, form)
    setLatest(after)
    if (after.done !== undefined) setLastDone(after.done)
    if (isRefusedAsAWhole(after)) startRefreshing(() => router.refresh())
    return after
  }
  const revert = async (fields: Record<string, string>) => {
    const { problem, done } = await run(formDataOf(fields, team))
    if (problem) showError(problem)
    const words = done === undefined ? undefined : toastOptions?.inWords(done)
    if (words !== undefined) showSuccess(`Undone. ${words}`)
  }
  const send = (form: FormData) =>
    startSending(async () => {
      const { done } = await run(form)
      const words = done === undefined ? undefined : toastOptions?.inWords(done)
      if (done === undefined || words === undefined) return
      const undo = toastOptions?.undoOf?.(done)
      if (undo) showUndoToast(words, () => startSending(() => revert(undo)))
      else showSuccess(words)
    })
  return { state, lastDone: lastDone ?? initial.done, submit, send, isSending: isSending || isSubmitting }
}

/**
 * True when the server refused a form for another reason than its fields (which settings it showed is no field that a person fills in), and not because it
 * failed: then the page may fail as well, and what was typed would be gone.
 */
const isRefusedAsAWhole = ({ problem, errors = [], hasFailed, submitted }: FormState) =>
  problem !== undefined && errors.every(({ field }) => field === SEEN) && !hasFailed && submitted !== undefined

/** Runs an action. Without a connection the form is refused, and the page keeps what was typed. */
export const runAction = <T>(action: FormAction<T>, form: FormData): Promise<FormState<T>> =>
  sendAction<FormState<T>>(
    () => action({}, form),
    (problem) => ({ problem }),
  )

/** Runs an action that returns nothing. A toast says why there is no answer. */
export const runPlainAction = (send: () => Promise<void>): Promise<void> => sendAction(send, (problem) => void showError(problem))

/** Sends an action. If there is no answer, it returns the result of `onFailure`, which gets a sentence that says why. Errors by which Next redirects are thrown on. */
async function sendAction<T>(send: () => Promise<T>, onFailure: (problem: string) => T): Promise<T> {
  // Read before: a request whose connection is lost afterwards may have reached the server.
  const isConnected = navigator.onLine
  try {
    return await send()
  } catch (thrown) {
    unstable_rethrow(thrown) // Next throws to redirect
    return onFailure(describeFailedRequest(thrown, isConnected))
  }
}

/** Why there is no answer to an action, as a sentence. */
function describeFailedRequest(thrown: unknown, wasConnected: boolean): string {
  if (unstable_isUnrecognizedActionError(thrown))
    return 'The server was updated meanwhile. Nothing was changed. Reload the page and try again.'
  if (!wasConnected) return 'No connection. Nothing was changed.'
  return 'The server did not answer. Reload the page to see whether the change was made, then try again.'
}

/** Shows why a form was refused in a toast, when the form is no longer on the page that is loaded again after that. */
function useToastOfLostRefusal(problem: string | undefined): void {
  const latest = useRef(problem)
  useEffect(() => {
    latest.current = problem
  })
  useEffect(() => () => void (latest.current && showError(latest.current)), [])
}

/** Shows the success of a form in a toast that was sent before the scripts of the page ran. */
function useToastOfEarlySuccess<T>(initial: FormState<T>, toastOptions: ToastOptions<T> | undefined): void {
  const announce = useEffectEvent((done: T) => {
    const words = toastOptions?.inWords(done)
    if (words !== undefined) showSuccess(words)
  })
  useEffect(() => {
    const { done } = initial
    if (done === undefined) return
    announce(done)
  }, [initial])
}

/** The fields of an action that is run without a form, on a page that shows a team. */
export function formDataOf(fields: Record<string, string>, team: string | undefined): FormData {
  const form = new FormData()
  if (team !== undefined) form.set(SHOWN_TEAM, team)
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

'use client'

import { type FormEvent, startTransition, use } from 'react'
import type { FormAction } from '@/app/_actions/form-action'
import { OutcomeOnPage } from './action-form'
import { Notice } from './notice'
import { RowFormPrefix } from './row-form-prefix'
import { ShownTeamField } from './shown-team'
import { useFormAction } from './use-form-action'

interface RowFormProps<T> {
  /** The id by which the buttons in the menus of the rows send it. */
  id: string
  action: FormAction<T>
  inWords: (done: T) => string
  /** Fields that, sent to the same action, undo what was done. */
  undoOf?: (done: T) => Record<string, string> | undefined
  /** Fields that are the same for every row. */
  fields?: Record<string, string>
}

/**
 * The form of an action on the rows of a list. There is one above the list for all rows: one in each row would be inside the form around the list, which
 * HTML does not allow, and would be gone with its row before it shows its outcome. It does not wait for the answer about another row.
 */
export function RowForm<T>({ id, action, inWords, undoOf, fields = {} }: RowFormProps<T>) {
  const { state, submit, send } = useFormAction(action, { inWords, ...(undoOf && { undoOf }) })
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const { submitter } = event.nativeEvent as SubmitEvent
    const entered = new FormData(event.currentTarget, submitter)
    startTransition(() => send(entered))
  }
  return (
    <form id={use(RowFormPrefix) + id} action={submit} onSubmit={onSubmit} className="[&>[role]]:mb-3">
      <ShownTeamField />
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Notice tone="bad">{state.problem}</Notice>
      <OutcomeOnPage>{state.done !== undefined && inWords(state.done)}</OutcomeOnPage>
    </form>
  )
}

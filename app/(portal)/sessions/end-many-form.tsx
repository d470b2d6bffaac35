'use client'

import { clsx } from 'clsx'
import { type ReactNode, useRef } from 'react'
import type { FormState } from '@/app/_actions/form-action'
import { ActionForm, FormProblem, NoDefaultButton, SubmitButton } from '@/app/_ui/action-form'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { ConfirmField } from '@/app/_ui/confirm-field'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { boundedCount } from '@/lib/bounded-count'
import { endMany } from './actions'
import { EndManyOutcome } from './end-many-outcome'
import { confirmationOf, type MatchingSessions } from './matching-sessions'
import { useCheckboxes } from './use-checkboxes'

interface EndManyFormProps {
  /** Undefined when no active session matches, or the page shows all of them. */
  matching: MatchingSessions | undefined
  /** Whether the page lists any session that can be ended. */
  hasCheckboxes: boolean
  children: ReactNode
}

/** The list of sessions as a form that ends the selected ones together, or all that match the filters. */
export function EndManyForm({ matching, hasCheckboxes, children }: EndManyFormProps) {
  const form = useFormAction(endMany)
  const element = useRef<HTMLFormElement>(null)
  const { checked, areAllChecked, isAll: isAllRequested, requestAll, check, events } = useCheckboxes(element, 'session_id')
  const isInBrowser = useIsInBrowser()
  const isAll = isAllRequested && matching !== undefined
  const hasFields = hasCheckboxes || (matching !== undefined && !isInBrowser)
  return (
    <ActionForm
      ref={element}
      form={form}
      {...events}
      data-nothing-selected={isInBrowser && checked === 0 ? '' : undefined}
      className="group/selection grid grid-cols-[minmax(0,1fr)] gap-3"
    >
      <NoDefaultButton />
      {!hasFields && <FormProblem />}
      <div role="status" className="empty:hidden">
        {form.state.done && <EndManyOutcome {...form.state.done} />}
      </div>
      {children}
      <div className={clsx('grid grid-cols-[minmax(0,1fr)] gap-3', checked > 0 && 'sticky bottom-0 bg-page py-3')}>
        {isInBrowser && hasCheckboxes && (
          <div className="flex flex-wrap items-center gap-3">
            <Button onClick={() => check(!areAllChecked)}>{areAllChecked ? 'Select none' : 'Select all on this page'}</Button>
            {areAllChecked && matching && matching.count > checked && (
              <Button onClick={requestAll} aria-pressed={isAll}>
                {isAll ? 'Clear selection beyond this page' : `Select all ${boundedCount(matching.count)} that match`}
              </Button>
            )}
            <span role="status" className="text-soft empty:hidden">
              {isAll
                ? `All ${boundedCount(matching.count)} active sessions that match are selected.`
                : checked > 0 && `${checked} selected.`}
            </span>
          </div>
        )}
        {hasFields && <EndFields state={form.state} isAll={isAll} matching={isAll || !isInBrowser ? matching : undefined} />}
      </div>
    </ActionForm>
  )
}

interface EndFieldsProps {
  state: FormState<unknown>
  isAll: boolean
  /** Undefined when not all matching sessions can be ended now. */
  matching: MatchingSessions | undefined
}

function EndFields({ state, isAll, matching }: EndFieldsProps) {
  return (
    <Disclosure as="part" state={state} label={isAll ? 'End all that match…' : 'End selected…'}>
      <div className="grid max-w-md gap-3 rounded-lg border border-line bg-raised p-4">
        <FormProblem />
        <p className="text-soft">This ends the sessions for good and invalidates their tokens. Memories are kept.</p>
        <Field id="reason" label="Reason (optional, shown in history)" subject="The reason">
          <Input id="reason" name="reason" maxLength={500} />
        </Field>
        {!isAll && (
          <SubmitButton name="scope" value="selected" kind="danger" pending="Ending…" className="justify-self-start">
            End selected sessions
          </SubmitButton>
        )}
        {matching && <EndAllMatching matching={matching} />}
      </div>
    </Disclosure>
  )
}

function EndAllMatching({ matching: { count, words, fields } }: { matching: MatchingSessions }) {
  return (
    <>
      <p>
        This ends {boundedCount(count)} active {count === 1 ? 'session' : 'sessions'}: {words}.
      </p>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <ConfirmField expected={confirmationOf(count)} subject="The confirmation" className="max-w-40" />
      <SubmitButton name="scope" value="matching" kind="danger" pending="Ending…" className="justify-self-start">
        End all {boundedCount(count)} that match
      </SubmitButton>
    </>
  )
}

'use client'

import { type ReactNode, useActionState, useRef, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { cn } from '@/app/_ui/cn'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { boundedCount } from '@/lib/bounded-count'
import { endMany } from './actions'
import { EndedMany } from './ended-many'
import type { Matching } from './matching'
import { useTicks } from './use-ticks'

interface EndManyFormProps {
  /** Undefined where nothing active matches, or the page shows all of it. */
  matching: Matching | undefined
  /** Whether the page lists any that can be ended. */
  hasBoxes: boolean
  children: ReactNode
}

/** The list inside is one form: what is ticked in it is ended together, or all that match its filters. */
export function EndManyForm({ matching, hasBoxes, children }: EndManyFormProps) {
  const [state, submit, isSending] = useActionState(endMany, {})
  const form = useRef<HTMLFormElement>(null)
  const { ticked, areAll, tick, onClick } = useTicks(form)
  const [wantsAll, setWantsAll] = useState(false)
  const isInBrowser = useIsInBrowser()
  const isAll = wantsAll && areAll && matching !== undefined
  return (
    <KeptForm
      ref={form}
      action={submit}
      sent={state.sent}
      onClick={onClick}
      data-quiet={isInBrowser && ticked === 0 ? '' : undefined}
      className="group/ticks grid grid-cols-[minmax(0,1fr)] gap-3"
    >
      <FormProblem>{state.problem}</FormProblem>
      <div role="status" className="empty:hidden">
        {state.done && <EndedMany {...state.done} />}
      </div>
      {children}
      <div className={cn('grid grid-cols-[minmax(0,1fr)] gap-3', ticked > 0 && 'sticky bottom-0 bg-page py-3')}>
        {isInBrowser && hasBoxes && (
          <div className="flex flex-wrap items-center gap-3">
            <Button onClick={() => tick(!areAll)}>{areAll ? 'Select none' : 'Select all on this page'}</Button>
            {areAll && matching && matching.count > ticked && (
              <Button onClick={() => setWantsAll(!isAll)} aria-pressed={isAll}>
                {isAll ? 'Clear selection beyond this page' : `Select all ${boundedCount(matching.count)} that match`}
              </Button>
            )}
            <span role="status" className="text-soft empty:hidden">
              {isAll ? `All ${boundedCount(matching.count)} active sessions that match are selected.` : ticked > 0 && `${ticked} selected.`}
            </span>
          </div>
        )}
        {(hasBoxes || (matching && !isInBrowser)) && (
          <details className="w-fit rounded-md border border-line bg-surface open:w-full open:max-w-md">
            <summary className="cursor-pointer px-3 py-1.5 font-medium">{isAll ? 'End all that match…' : 'End selected…'}</summary>
            <div className="grid gap-3 border-t border-line p-3">
              <p className="text-soft">This ends the sessions for good and invalidates their tokens. Memories are kept.</p>
              <Field id="reason" label="Reason (optional, shown in history)" errors={state.errors}>
                <Input id="reason" name="reason" maxLength={500} />
              </Field>
              {!isAll && (
                <Button type="submit" name="scope" value="selected" kind="danger" disabled={isSending} className="justify-self-start">
                  End selected sessions
                </Button>
              )}
              {matching && (isAll || !isInBrowser) && <AllThatMatch matching={matching} isSending={isSending} />}
            </div>
          </details>
        )}
      </div>
    </KeptForm>
  )
}

function AllThatMatch({ matching: { count, words, fields }, isSending }: { matching: Matching; isSending: boolean }) {
  return (
    <>
      <p>
        This ends {boundedCount(count)} active {count === 1 ? 'session' : 'sessions'}: {words}.
      </p>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Button type="submit" name="scope" value="matching" kind="danger" disabled={isSending} className="justify-self-start">
        End all {boundedCount(count)} that match
      </Button>
    </>
  )
}

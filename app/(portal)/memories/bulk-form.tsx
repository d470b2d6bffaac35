'use client'

import { clsx } from 'clsx'
import { type ReactNode, useRef } from 'react'
import { ActionForm, FormProblem, NoDefaultButton } from '@/app/_ui/action-form'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { useSubmittedValue } from '@/app/_ui/form-context'
import { useFormAction } from '@/app/_ui/use-form-action'
import { useCheckboxes } from '@/app/(portal)/sessions/use-checkboxes'
import { boundedCount } from '@/lib/bounded-count'
import { changeMany } from './actions'
import { BulkChoices } from './bulk-choices'
import { BulkOutcome } from './bulk-outcome'
import type { MatchingMemories } from './matching-memories'
import type { MemoryRights } from './rights'

interface BulkFormProps extends MemoryRights {
  matching: MatchingMemories
  /** How many memories the page lists. */
  listed: number
  children: ReactNode
}

/** The list of memories as a form that changes the selected ones together, or all that match the filters. */
export function BulkForm({ matching, listed, mayApprove, graceDays, children }: BulkFormProps) {
  const form = useFormAction(changeMany)
  const element = useRef<HTMLFormElement>(null)
  const { checked, areAllChecked, isAll, requestAll, check, events } = useCheckboxes(element, 'memory_id')
  const isInBrowser = useIsInBrowser()
  return (
    <>
      <BulkOutcome form={form} />
      <ActionForm ref={element} form={form} {...events} className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <NoDefaultButton />
        <FormProblem />
        {children}
        {listed > 0 && (
          <div
            className={clsx('grid grid-cols-[minmax(0,1fr)] gap-3', checked > 0 && 'sticky bottom-0 z-2 border-line border-t bg-page py-3')}
          >
            {isInBrowser ? (
              <Selection
                checked={checked}
                areAllChecked={areAllChecked}
                isAll={isAll}
                matching={matching}
                check={check}
                onAll={requestAll}
              />
            ) : (
              <ScopeChoice count={matching.count} />
            )}
            {isInBrowser && <input type="hidden" name="scope" value={isAll ? 'matching' : 'selected'} />}
            {Object.entries(matching.fields).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            {(checked > 0 || !isInBrowser) && (
              <BulkChoices mayApprove={mayApprove} graceDays={graceDays} matching={isAll ? matching.count : undefined} />
            )}
          </div>
        )}
      </ActionForm>
    </>
  )
}

interface SelectionProps {
  checked: number
  areAllChecked: boolean
  isAll: boolean
  matching: MatchingMemories
  check: (isChecked: boolean) => void
  onAll: () => void
}

function Selection({ checked, areAllChecked, isAll, matching, check, onAll }: SelectionProps) {
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button size="small" onClick={() => check(!areAllChecked)}>
        {areAllChecked ? 'Select none' : 'Select all on this page'}
      </Button>
      {areAllChecked && matching.count > checked && (
        <Button size="small" onClick={onAll} aria-pressed={isAll}>
          {isAll ? 'Clear selection beyond this page' : `Select all ${boundedCount(matching.count)} that match`}
        </Button>
      )}
      <span role="status" className="text-xs text-soft empty:hidden">
        {isAll ? `All ${boundedCount(matching.count)} memories that match are selected.` : checked > 0 && `${checked} selected.`}
      </span>
    </div>
  )
}

/** Without JavaScript: whether the selected memories are changed or all that match. */
function ScopeChoice({ count }: { count: number }) {
  const scope = useSubmittedValue('scope') ?? 'selected'
  return (
    <fieldset className="flex flex-wrap gap-4">
      <legend className="sr-only">Which memories are changed</legend>
      <label className="flex items-center gap-2">
        <input type="radio" name="scope" value="selected" defaultChecked={scope === 'selected'} /> Selected
      </label>
      <label className="flex items-center gap-2">
        <input type="radio" name="scope" value="matching" defaultChecked={scope === 'matching'} /> All {boundedCount(count)} that match
      </label>
    </fieldset>
  )
}

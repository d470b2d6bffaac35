'use client'

import { type Outcome, outcomeInWords, undoOfOutcome } from '@/app/_ui/outcome'
import { RowForm } from '@/app/_ui/row-form'
import { approve, remove } from './actions'
import type { MemoryRights } from './rights'

/** The ids of the forms. */
export const DELETE_FORM = 'delete-memory'
export const APPROVE_FORM = 'approve-memory'

/** The forms of the menus in the list of memories. */
export function MemoryRowForms({ mayApprove, graceDays }: MemoryRights) {
  // The menu asks for a second click.
  const confirmation: Record<string, string> = graceDays > 0 ? {} : { confirm: 'delete' }
  return (
    <>
      <RowForm<Outcome> id={DELETE_FORM} action={remove} inWords={outcomeInWords} undoOf={undoOfOutcome} fields={confirmation} />
      {mayApprove && <RowForm id={APPROVE_FORM} action={approve} inWords={outcomeInWords} />}
    </>
  )
}

'use client'

import { RowForm } from '@/app/_ui/row-form'
import { changeMany } from './actions'
import { DONE } from './bulk-outcome'
import type { ListedOutcome } from './change-listed'
import type { MemoryRights } from './rights'

/** The ids of the forms. */
export const DELETE_FORM = 'delete-memory'
export const APPROVE_FORM = 'approve-memory'

const SELECTED = { scope: 'selected' } as const

/** The forms of the menus in the list of memories. Each changes the one memory that the button names. */
export function MemoryRowForms({ mayApprove, graceDays }: MemoryRights) {
  // The menu asks for a second click instead of the word that the form below the list asks for.
  const confirmation: Record<string, string> = graceDays > 0 ? {} : { confirm: 'delete' }
  return (
    <>
      <RowForm
        id={DELETE_FORM}
        action={changeMany}
        inWords={outcomeInWords}
        undoOf={undoOf}
        fields={{ ...SELECTED, act: 'delete', ...confirmation }}
      />
      {mayApprove && <RowForm id={APPROVE_FORM} action={changeMany} inWords={outcomeInWords} fields={{ ...SELECTED, act: 'approve' }} />}
    </>
  )
}

function outcomeInWords({ act, changed, notFound }: ListedOutcome): string {
  if (changed > 0) return `Memory ${DONE[act]}.`
  return notFound > 0 ? 'The memory was deleted meanwhile.' : `The memory was already ${DONE[act]}.`
}

function undoOf({ undo }: ListedOutcome): Record<string, string> | undefined {
  const [id] = undo?.ids ?? []
  return undo && id !== undefined ? { ...SELECTED, act: undo.act, memory_id: id } : undefined
}

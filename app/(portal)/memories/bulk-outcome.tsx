'use client'

import { ActionForm, SubmitButton } from '@/app/_ui/action-form'
import { counted } from '@/app/_ui/counted'
import { Notice } from '@/app/_ui/notice'
import type { FormController } from '@/app/_ui/use-form-action'
import { writeCommaList } from '@/lib/input/comma-list'
import type { ListedOutcome } from './change-listed'

/** What became of a memory, by what was done. */
const DONE = {
  add_tags: 'tagged',
  remove_tags: 'untagged',
  retype: 'given another type',
  delete: 'deleted',
  restore: 'restored',
  approve: 'approved',
} as const satisfies Record<ListedOutcome['act'], string>

/** What became of several memories, with a button that undoes it where that is possible. */
export function BulkOutcome({ form }: { form: FormController<ListedOutcome> }) {
  const { done } = form.state
  return (
    <div role="status" className="mb-3 empty:hidden">
      {done && (
        <Notice tone="good">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <div className="mr-auto">
              <p className="font-medium">
                {counted(done.changed, 'memory', 'memories')} {DONE[done.act]}.
                {done.hasMore && ' More match: select all that match again to continue.'}
              </p>
              <Others outcome={done} />
            </div>
            {done.undo && <UndoForm form={form} undo={done.undo} />}
          </div>
        </Notice>
      )}
    </div>
  )
}

function Others({ outcome: { unchanged, notFound, tooManyTags } }: { outcome: ListedOutcome }) {
  return (
    <>
      {unchanged > 0 && <p>{counted(unchanged, 'memory', 'memories')} did not need it.</p>}
      {notFound > 0 && <p>{counted(notFound, 'memory', 'memories')} not found: deleted meanwhile.</p>}
      {tooManyTags > 0 && <p>Not changed, because of more than 20 tags: {counted(tooManyTags, 'memory', 'memories')}.</p>}
    </>
  )
}

function UndoForm({ form, undo }: { form: FormController<ListedOutcome>; undo: NonNullable<ListedOutcome['undo']> }) {
  return (
    <ActionForm form={form}>
      <input type="hidden" name="act" value={undo.act} />
      <input type="hidden" name="new_tags" value={writeCommaList(undo.tags)} />
      <input type="hidden" name="memory_id" value={undo.ids.join(',')} />
      <SubmitButton size="small">Undo</SubmitButton>
    </ActionForm>
  )
}

'use client'

import { SubmitButton } from '@/app/_ui/action-form'
import { ConfirmField } from '@/app/_ui/confirm-field'
import { Field, Input, Select } from '@/app/_ui/field'
import { boundedCount } from '@/lib/bounded-count'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import { Fold } from './fold'

interface BulkChoicesProps {
  mayApprove: boolean
  graceDays: number
  /** How many are changed, when that is not only those that are selected on the page. */
  matching: number | undefined
}

/** What can be done with several memories. Inside the form whose button sends it as `act`. */
export function BulkChoices({ mayApprove, graceDays, matching }: BulkChoicesProps) {
  const which = matching === undefined ? 'selected' : `all ${boundedCount(matching)}`
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Fold label="Tags…" names={['new_tags', 'tags']}>
        <div className="grid max-w-md gap-3">
          <Field id="new_tags" label="Tags (comma-separated)" subject="Tags">
            <Input id="new_tags" name="new_tags" maxLength={1000} />
          </Field>
          <div className="flex gap-2">
            <SubmitButton size="small" name="act" value="add_tags">
              Add tags
            </SubmitButton>
            <SubmitButton size="small" name="act" value="remove_tags">
              Remove tags
            </SubmitButton>
          </div>
        </div>
      </Fold>
      <Fold label="Type…" names={['new_type', 'type']}>
        <div className="grid max-w-md gap-3">
          <Field id="new_type" label="New type">
            <Select id="new_type" name="new_type">
              {MEMORY_TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          </Field>
          <SubmitButton size="small" name="act" value="retype" className="justify-self-start">
            {matching === undefined ? 'Change type' : `Change type of ${which}`}
          </SubmitButton>
        </div>
      </Fold>
      {mayApprove && (
        <SubmitButton size="small" name="act" value="approve">
          Approve {which}
        </SubmitButton>
      )}
      <DeleteChoice graceDays={graceDays} which={which} />
    </div>
  )
}

/** Deleting can be undone unless the team keeps no deleted memories; then a word must be typed. */
function DeleteChoice({ graceDays, which }: { graceDays: number; which: string }) {
  if (graceDays > 0)
    return (
      <SubmitButton size="small" name="act" value="delete">
        Delete {which}
      </SubmitButton>
    )
  return (
    <Fold label="Delete…" names={['confirm']}>
      <div className="grid max-w-md gap-3">
        <p>This can&apos;t be undone: your team keeps no deleted memories.</p>
        <ConfirmField expected="delete" subject="The word" maxLength={20} />
        <SubmitButton size="small" kind="danger" name="act" value="delete" className="justify-self-start">
          Delete {which}
        </SubmitButton>
      </div>
    </Fold>
  )
}

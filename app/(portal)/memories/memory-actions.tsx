'use client'

import { SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input } from '@/app/_ui/field'
import { OutcomeForm, SimpleForm, useOutcomeAction } from '@/app/_ui/simple-form'
import { approve, remove, restore, supersede } from './actions'
import { EditForm } from './edit-form'
import type { DetailOfMemory } from './read-detail'

/** What a member may do with a memory: edit, delete with Undo, restore, mark as superseded; an admin may approve it. */
export function MemoryActions({ detail: { memory, graceDays, mayApprove } }: { detail: DetailOfMemory }) {
  const isDeleted = memory.status === 'deleted'
  return (
    <div className="flex flex-wrap items-start gap-2">
      {mayApprove && !isDeleted && memory.trust !== 'trusted' && (
        <SimpleForm action={approve}>
          <MemoryFields memory={memory} />
          <SubmitButton size="small" kind="primary">
            Approve
          </SubmitButton>
        </SimpleForm>
      )}
      {memory.status !== 'active' && (
        <SimpleForm action={restore}>
          <MemoryFields memory={memory} />
          <SubmitButton size="small">Restore memory</SubmitButton>
        </SimpleForm>
      )}
      {!isDeleted && <EditForm memory={memory} />}
      {memory.status === 'active' && <SupersedeForm memory={memory} />}
      {!isDeleted && <DeleteForm memory={memory} graceDays={graceDays} />}
    </div>
  )
}

type ShownMemory = Pick<DetailOfMemory['memory'], 'agent_id' | 'memory_id' | 'version'>

/** The memory that a form is about, at the version that is shown: if it is at another one, the change is refused. */
function MemoryFields({ memory }: { memory: ShownMemory }) {
  return (
    <>
      <input type="hidden" name="agent_id" value={memory.agent_id} />
      <input type="hidden" name="memory_id" value={memory.memory_id} />
      <input type="hidden" name="version" value={memory.version} />
    </>
  )
}

function SupersedeForm({ memory }: { memory: ShownMemory }) {
  return (
    <Disclosure size="small" label="Supersede" title="Supersede memory">
      <SimpleForm action={supersede} className="grid max-w-md gap-3">
        <p className="text-soft">A superseded memory is kept, and no longer recalled.</p>
        <MemoryFields memory={memory} />
        <Field id="superseded_by" label="Id of the memory that takes its place (optional)" subject="The id">
          <Input id="superseded_by" name="superseded_by" maxLength={80} placeholder="mem_…" spellCheck={false} />
        </Field>
        <Field id="supersede-reason" name="reason" label="Reason (optional, kept in the history)" subject="The reason">
          <Input id="supersede-reason" name="reason" maxLength={500} />
        </Field>
        <SubmitButton size="small" className="justify-self-start">
          Mark as superseded
        </SubmitButton>
      </SimpleForm>
    </Disclosure>
  )
}

/** A deletion that can be undone takes one click; one that cannot has to be confirmed. If that changed meanwhile, the second form says why the first was refused. */
function DeleteForm({ memory, graceDays }: { memory: ShownMemory; graceDays: number }) {
  const form = useOutcomeAction(remove)
  if (graceDays > 0)
    return (
      <OutcomeForm form={form}>
        <MemoryFields memory={memory} />
        <SubmitButton size="small" title={`It can be restored for ${graceDays} ${graceDays === 1 ? 'day' : 'days'}.`}>
          Delete memory
        </SubmitButton>
      </OutcomeForm>
    )
  return (
    <Disclosure size="small" label="Delete" title="Delete memory" state={form.state}>
      <OutcomeForm form={form} className="flex flex-wrap items-center gap-3">
        <MemoryFields memory={memory} />
        <input type="hidden" name="confirm" value="delete" />
        <span>Delete this memory? This can&apos;t be undone.</span>
        <SubmitButton size="small" kind="danger">
          Delete memory
        </SubmitButton>
      </OutcomeForm>
    </Disclosure>
  )
}

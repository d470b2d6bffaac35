'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input, Select, Textarea } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import { writeCommaList } from '@/lib/input/comma-list'
import type { presentMemory } from '@/lib/memories/present'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import { editMemory } from './actions'

/** A memory as the REST API returns it. */
export type PresentedMemory = ReturnType<typeof presentMemory>

/** Changes a memory. */
export function MemoryForm({ memory }: { memory: PresentedMemory }) {
  const form = useFormAction(editMemory)
  const id = (name: string) => `${name}-${memory.id}`
  return (
    <details className="open:w-full" open={form.state.problem !== undefined || undefined}>
      <summary className="cursor-pointer text-xs text-soft">Edit</summary>
      <ActionForm form={form} className="grid gap-3 pt-2">
        <FormProblem />
        <input type="hidden" name="agent_id" value={memory.agent_id} />
        <input type="hidden" name="memory_id" value={memory.id} />
        <Field id={id('content')} name="content" label="Content">
          <Textarea id={id('content')} name="content" defaultValue={memory.content} required maxLength={10_000} />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field id={id('title')} name="title" label="Title">
            <Input id={id('title')} name="title" defaultValue={memory.title ?? ''} maxLength={500} />
          </Field>
          <Field id={id('tags')} name="tags" label="Tags (comma-separated)">
            <Input id={id('tags')} name="tags" defaultValue={writeCommaList(memory.tags)} />
          </Field>
          <Field id={id('type')} name="type" label="Type">
            <Select id={id('type')} name="type" defaultValue={memory.type}>
              {MEMORY_TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          </Field>
          <Field id={id('confidence')} name="confidence" label="Confidence (0–1)">
            <Input id={id('confidence')} name="confidence" type="number" min={0} max={1} step="any" defaultValue={memory.confidence} />
          </Field>
        </div>
        <div className="flex items-center gap-3">
          <SubmitButton size="small">Save memory</SubmitButton>
          <span role="status">{form.state.done && 'Saved.'}</span>
        </div>
      </ActionForm>
    </details>
  )
}

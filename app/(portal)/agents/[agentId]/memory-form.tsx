'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input, Select, Textarea } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { writeCommaList } from '@/lib/comma-list'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import { editMemory } from './actions'
import type { PresentedMemory } from './memory-list'

export function MemoryForm({ memory }: { memory: PresentedMemory }) {
  const [state, submit, isSending] = useActionState(editMemory, {})
  const id = (name: string) => `${name}-${memory.id}`
  return (
    <details className="open:w-full" open={state.problem !== undefined || undefined}>
      <summary className="cursor-pointer text-xs text-soft">Edit</summary>
      <KeptForm action={submit} sent={state.sent} className="grid gap-3 pt-2">
        <FormProblem>{state.problem}</FormProblem>
        <input type="hidden" name="agent" value={memory.agent_id} />
        <input type="hidden" name="memory" value={memory.id} />
        <Field id={id('content')} name="content" label="Content" errors={state.errors}>
          <Textarea id={id('content')} name="content" defaultValue={memory.content} required maxLength={10_000} />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field id={id('title')} name="title" label="Title" errors={state.errors}>
            <Input id={id('title')} name="title" defaultValue={memory.title ?? ''} maxLength={500} />
          </Field>
          <Field id={id('tags')} name="tags" label="Tags (comma-separated)" errors={state.errors}>
            <Input id={id('tags')} name="tags" defaultValue={writeCommaList(memory.tags)} />
          </Field>
          <Field id={id('type')} name="type" label="Type" errors={state.errors}>
            <Select id={id('type')} name="type" defaultValue={memory.type}>
              {MEMORY_TYPES.map((type) => (
                <option key={type}>{type}</option>
              ))}
            </Select>
          </Field>
          <Field id={id('confidence')} name="confidence" label="Confidence (0–1)" errors={state.errors}>
            <Input id={id('confidence')} name="confidence" type="number" min={0} max={1} step="any" defaultValue={memory.confidence} />
          </Field>
        </div>
        <div className="flex items-center gap-3">
          <Button type="submit" size="small" disabled={isSending}>
            Save memory
          </Button>
          <span role="status">{state.done && 'Saved.'}</span>
        </div>
      </KeptForm>
    </details>
  )
}

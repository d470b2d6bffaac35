'use client'

import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input, Select, Textarea } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { Moment } from '@/app/_ui/time'
import { type FormController, useFormAction } from '@/app/_ui/use-form-action'
import { useSeenVersion } from '@/app/_ui/use-seen-version'
import { writeCommaList } from '@/lib/input/comma-list'
import { MEMORY_TYPES, PROVENANCES } from '@/lib/memories/rules'
import { edit } from './actions'
import type { DetailOfMemory } from './read-detail'
import { TimeField } from './time-field'

const SAVED = 'Memory saved.'

type Memory = DetailOfMemory['memory']

/** Changes a memory. If somebody else has changed it since the form was shown, it is refused, keeps what was typed and shows the newer text. */
export function EditForm({ memory }: { memory: Memory }) {
  const form = useFormAction(edit, { inWords: () => SAVED })
  return (
    <>
      <OutcomeOnPage>{form.state.done && SAVED}</OutcomeOnPage>
      <Disclosure size="small" label="Edit" title="Edit memory" state={form.state}>
        <Form memory={memory} form={form} />
      </Disclosure>
    </>
  )
}

function Form({ memory, form }: { memory: Memory; form: FormController<{ version: string }> }) {
  const { seen, isStale } = useSeenVersion(String(memory.version), 'version', form)
  return (
    <ActionForm form={form} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {isStale ? <NewerText memory={memory} /> : <FormProblem />}
      <input type="hidden" name="agent_id" value={memory.agent_id} />
      <input type="hidden" name="memory_id" value={memory.id} />
      <input type="hidden" name="version" value={seen} />
      <Fields memory={memory} />
      <SubmitButton kind="primary" size="small" pending="Saving…" className="justify-self-start">
        {isStale ? `Replace version ${memory.version}` : 'Save memory'}
      </SubmitButton>
    </ActionForm>
  )
}

function NewerText({ memory }: { memory: Memory }) {
  return (
    <Notice tone="warn">
      <p className="font-medium">This memory was changed while you edited it. Your text was not saved; it is still in the form.</p>
      <p className="mt-1">Version {memory.version} says:</p>
      <blockquote dir="auto" className="mt-1 border-l-2 border-warn/40 pl-3 wrap-anywhere whitespace-pre-wrap text-ink">
        {memory.title && <span className="block font-medium">{memory.title}</span>}
        {memory.content}
      </blockquote>
      <p className="mt-1">
        {memory.expires_at ? (
          <>
            It expires <Moment at={memory.expires_at} />.
          </>
        ) : (
          'It never expires.'
        )}
      </p>
      <p className="mt-1">
        It happened <Moment at={memory.occurred_at} />. Source: {memory.source}. Provenance: {memory.provenance.replaceAll('_', ' ')}.
      </p>
    </Notice>
  )
}

function Fields({ memory }: { memory: Memory }) {
  const id = (name: string) => `edit-${name}`
  return (
    <>
      <Field id={id('content')} name="content" label="Content">
        <Textarea id={id('content')} name="content" defaultValue={memory.content} required maxLength={10_000} className="min-h-32" />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field id={id('title')} name="title" label="Title">
          <Input id={id('title')} name="title" defaultValue={memory.title ?? ''} maxLength={500} />
        </Field>
        <Field id={id('tags')} name="tags" label="Tags (comma-separated)" subject="Tags">
          <Input id={id('tags')} name="tags" defaultValue={writeCommaList(memory.tags)} />
        </Field>
        <Field id={id('type')} name="type" label="Type">
          <Select id={id('type')} name="type" defaultValue={memory.type}>
            {MEMORY_TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </Select>
        </Field>
        <Field id={id('confidence')} name="confidence" label="Confidence (0–1)" subject="Confidence">
          <Input id={id('confidence')} name="confidence" type="number" min={0} max={1} step="any" defaultValue={memory.confidence} />
        </Field>
        <Field id={id('source')} name="source" label="Source">
          <Input id={id('source')} name="source" defaultValue={memory.source} required maxLength={100} />
        </Field>
        <Field id={id('provenance')} name="provenance" label="Provenance">
          <Select id={id('provenance')} name="provenance" defaultValue={memory.provenance}>
            {PROVENANCES.map((provenance) => (
              <option key={provenance} value={provenance}>
                {provenance.replaceAll('_', ' ')}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <TimeField name="expires_at" label="Expires" hint="From then on it is no longer recalled. Empty: never." time={memory.expires_at} />
      <TimeField
        name="occurred_at"
        label="Happened"
        hint="When what it describes happened. Empty: when it was stored."
        time={memory.occurred_at === memory.created_at ? null : memory.occurred_at}
      />
      <Field id={id('reason')} name="reason" label="Reason (optional, kept in the history)" subject="The reason">
        <Input id={id('reason')} name="reason" maxLength={500} />
      </Field>
    </>
  )
}

'use client'

import { SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { SimpleForm } from '@/app/_ui/simple-form'
import type { ViewPage } from '@/lib/saved-views/read'
import { save } from './actions'

/** Saves the present filters of a list under a name. */
export function SaveForm({ page, query }: { page: ViewPage; query: string }) {
  return (
    <SimpleForm action={save} className="grid gap-2 p-2">
      <input type="hidden" name="page" value={page} />
      <input type="hidden" name="query" value={query} />
      <Field id="view-name" name="name" label="Name of the view">
        <Input id="view-name" name="name" required maxLength={60} autoComplete="off" aria-describedby="view-name-hint" />
      </Field>
      <SubmitButton size="small" pending="Saving…" className="justify-self-start">
        Save view
      </SubmitButton>
    </SimpleForm>
  )
}

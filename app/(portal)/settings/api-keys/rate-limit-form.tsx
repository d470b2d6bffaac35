'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import type { PresentedKey } from '@/lib/api-keys/present'
import { limitRate } from './actions'
import { Opening } from './opening'

export function RateLimitForm({ id, name, requests_per_minute }: Pick<PresentedKey, 'id' | 'name' | 'requests_per_minute'>) {
  const [state, submit, isSending] = useActionState(limitRate, {})
  const field = `requests_per_minute-${id}`
  return (
    <Opening word="Rate limit" label={`Rate limit of ${name}`} isTelling={Boolean(state.done ?? state.problem)}>
      <KeptForm action={submit} sent={state.sent} className="grid max-w-md gap-3">
        <FormProblem>{state.problem}</FormProblem>
        {state.done && <p role="status">Rate limit saved. It applies from the next request.</p>}
        <input type="hidden" name="id" value={id} />
        <Field
          id={field}
          name="requests_per_minute"
          label="Requests per minute"
          hint="Leave empty for the server default; 0 means no limit. Requests with its session tokens count too."
          errors={state.errors}
        >
          <Input
            id={field}
            name="requests_per_minute"
            inputMode="numeric"
            aria-describedby={`${field}-hint`}
            defaultValue={requests_per_minute ?? ''}
          />
        </Field>
        <Button type="submit" disabled={isSending} aria-label={`Save rate limit of ${name}`} className="justify-self-start">
          Save
        </Button>
      </KeptForm>
    </Opening>
  )
}

'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { PresentedKey } from '@/lib/api-keys/present'
import { setRateLimit } from './actions'
import { Disclosure } from './disclosure'

/** Changes the rate limit of a key. */
export function RateLimitForm({ id, name, requestsPerMinute }: Pick<PresentedKey, 'id' | 'name' | 'requestsPerMinute'>) {
  const form = useFormAction(setRateLimit)
  const { done, problem } = form.state
  const field = `requests_per_minute-${id}`
  return (
    <Disclosure summary="Rate limit" label={`Rate limit of ${name}`} isOpen={Boolean(done ?? problem)}>
      <ActionForm form={form} className="grid max-w-md gap-3">
        <FormProblem />
        {done && <p role="status">Rate limit saved. It applies from the next request but one.</p>}
        <input type="hidden" name="id" value={id} />
        <Field
          id={field}
          name="requests_per_minute"
          label="Requests per minute"
          hint="Leave empty for the server default; 0 means no limit. Requests with its session tokens count too."
        >
          <Input
            id={field}
            name="requests_per_minute"
            inputMode="numeric"
            aria-describedby={`${field}-hint`}
            defaultValue={requestsPerMinute ?? ''}
          />
        </Field>
        <SubmitButton aria-label={`Save rate limit of ${name}`} className="justify-self-start">
          Save
        </SubmitButton>
      </ActionForm>
    </Disclosure>
  )
}

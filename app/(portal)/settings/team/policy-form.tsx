'use client'

import { type ReactNode, useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { Card } from '@/app/_ui/surface'
import type { FieldError } from '@/lib/errors'
import type { PolicyInput } from '@/lib/teams/policy-input'
import { savePolicy } from './actions'

export function PolicyForm({ policy }: { policy: PolicyInput }) {
  const [state, submit, isSending] = useActionState(savePolicy, {})
  const { sent, errors } = state
  const given = { policy, sent, errors }
  return (
    // The key: after a save the boxes show what is kept.
    <KeptForm action={submit} sent={sent} key={JSON.stringify(policy)} className="grid max-w-2xl gap-6">
      <FormProblem>{errors?.length ? 'Check the values below.' : state.problem}</FormProblem>
      <Card title="Name">
        <Field id="name" label="Team name" errors={state.errors}>
          <Input id="name" name="name" defaultValue={sent?.name ?? policy.name} required maxLength={200} />
        </Field>
      </Card>
      <Card title="Sessions">
        <div className="grid gap-5">
          <Amount
            {...given}
            name="default_hours"
            label="Default session length (hours)"
            hint="Used when an activation sets no duration. 1 minute to 24 hours."
          />
          <Amount
            {...given}
            name="life_cap_hours"
            label="Maximum session lifetime (hours)"
            hint="Extensions can't go past this. 168 h = 7 days."
          />
          <Amount
            {...given}
            name="renewal_grace_hours"
            label="Renewal grace (hours)"
            hint="How long an expired session can still be extended (needs its token and an API key). 0 = never."
          />
          <label className="flex items-start gap-2">
            <input
              type="checkbox"
              name="renew_on_use"
              value="true"
              defaultChecked={sent ? 'renew_on_use' in sent : policy.renew_on_use}
              className="mt-1"
            />
            <span>
              <span className="font-medium">Renew on use</span>
              <span className="block text-xs text-soft">
                A successful call with less than 30 minutes left adds the default length, up to the maximum lifetime. Keeps busy agents from
                expiring.
              </span>
            </span>
          </label>
        </div>
      </Card>
      <Card title="History">
        <Amount
          {...given}
          name="events_kept_days"
          label="Keep timelines for (days)"
          step="1"
          hint="The events of each session. Summaries, memories and the audit log are always kept."
        />
      </Card>
      <div className="flex items-center gap-3">
        <Button type="submit" kind="primary" disabled={isSending}>
          Save
        </Button>
        <p role="status" className="text-good">
          {state.done}
        </p>
      </div>
    </KeptForm>
  )
}

interface AmountProps {
  name: 'default_hours' | 'life_cap_hours' | 'renewal_grace_hours' | 'events_kept_days'
  label: string
  hint: ReactNode
  step?: string
  policy: PolicyInput
  sent: Record<string, string> | undefined
  errors: FieldError[] | undefined
}

function Amount({ name, label, hint, step = 'any', policy, sent, errors = [] }: AmountProps) {
  return (
    <Field id={name} label={label} hint={hint} errors={errors}>
      <Input
        id={name}
        name={name}
        type="number"
        inputMode="decimal"
        step={step}
        min={0}
        required
        defaultValue={sent?.[name] ?? policy[name]}
        aria-invalid={errors.some(({ field }) => field === name)}
        aria-describedby={`${name}-hint`}
        className="max-w-40"
      />
    </Field>
  )
}

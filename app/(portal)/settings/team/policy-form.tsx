'use client'

import type { ReactNode } from 'react'
import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { Field, Input } from '@/app/_ui/field'
import { Card } from '@/app/_ui/page-parts'
import { useFormAction } from '@/app/_ui/use-form-action'
import type { Policy } from '@/lib/teams/policy-input'
import { policyVersion, SEEN } from '@/lib/teams/policy-version'
import { savePolicy } from './actions'
import { seenVersion } from './seen-version'

/** Changes the name and the settings of the team. */
export function PolicyForm({ policy }: { policy: Policy }) {
  const form = useFormAction(savePolicy, { inWords: (done) => done })
  const { submitted, done } = form.state
  return (
    // The key resets the fields after a save: they then show what is stored.
    <ActionForm form={form} key={policyVersion(policy)} className="grid gap-6">
      <FormProblem />
      <input type="hidden" name={SEEN} value={seenVersion(policy, form.state)} />
      <Card title="Name">
        <Field id="name" label="Team name">
          <Input id="name" name="name" defaultValue={policy.name} required maxLength={200} />
        </Field>
      </Card>
      <Card title="Sessions">
        <div className="grid gap-5">
          <Amount
            policy={policy}
            name="default_hours"
            label="Default session length (hours)"
            hint="Used when an activation sets no duration. 1 minute to 24 hours."
          />
          <Amount
            policy={policy}
            name="life_cap_hours"
            label="Maximum session lifetime (hours)"
            hint="Extensions can't go past this. 168 h = 7 days."
          />
          <Amount
            policy={policy}
            name="renewal_grace_hours"
            label="Renewal grace (hours)"
            hint="How long an expired session can still be extended: by programs with its token and an API key, by members on its page. 0 = never."
          />
          <RenewOnUse isChecked={submitted ? 'renew_on_use' in submitted : policy.renew_on_use} />
        </div>
      </Card>
      <Card title="History">
        <div className="grid gap-5">
          <Amount
            policy={policy}
            name="events_kept_days"
            label="Keep timelines for (days)"
            step="1"
            hint="The events of each session. Summaries and the audit log are always kept."
          />
          <Amount
            policy={policy}
            name="requests_kept_days"
            label="Keep the request log for (days)"
            step="1"
            hint="The last calls of the API, 90 days at most. 0 = calls are not recorded."
          />
        </div>
      </Card>
      <Card title="API keys">
        <Amount
          policy={policy}
          name="key_max_days"
          label="Maximum lifetime of new keys (days)"
          step="1"
          hint="Leave empty to allow keys that never expire. Existing keys keep their expiry."
        />
      </Card>
      <SubmitButton kind="primary" pending="Saving…" className="justify-self-start">
        Save
      </SubmitButton>
      <OutcomeOnPage>{done}</OutcomeOnPage>
    </ActionForm>
  )
}

function RenewOnUse({ isChecked }: { isChecked: boolean }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" name="renew_on_use" value="true" defaultChecked={isChecked} className="mt-1" />
      <span>
        <span className="font-medium">Renew on use</span>
        <span className="block text-xs text-soft">
          A successful call with less than 30 minutes left adds the default length, up to the maximum lifetime. Keeps busy agents from
          expiring.
        </span>
      </span>
    </label>
  )
}

interface AmountProps {
  name: Exclude<keyof Policy, 'name' | 'renew_on_use'>
  label: string
  hint: ReactNode
  step?: string
  policy: Policy
}

function Amount({ name, label, hint, step = 'any', policy }: AmountProps) {
  return (
    <Field id={name} label={label} hint={hint}>
      <Input
        id={name}
        name={name}
        type="number"
        inputMode="decimal"
        step={step}
        min={0}
        required={name !== 'key_max_days'}
        defaultValue={policy[name] ?? ''}
        aria-describedby={`${name}-hint`}
        className="max-w-40"
      />
    </Field>
  )
}

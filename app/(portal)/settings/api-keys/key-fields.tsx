'use client'

import { Field, FieldErrors, Input, Select } from '@/app/_ui/field'
import { useSubmittedValue } from '@/app/_ui/form-context'
import { RadioCards } from '@/app/_ui/radio-cards'
import { type SCOPE_PRESETS, SCOPES } from '@/lib/auth/permissions'
import type { Trust } from '@/lib/memories/rules'
import { AgentList } from '../../agent-field'

/** Returns whether a checkbox was checked when the form was refused. */
function useWasChecked(name: string): (value: string) => boolean {
  const submitted = useSubmittedValue(name)?.split(',')
  return (value) => submitted?.includes(value) ?? false
}

const PERMISSIONS: Record<keyof typeof SCOPE_PRESETS | 'custom', { label: string; about: string }> = {
  'Full access': { label: 'Full access', about: 'Everything the API offers.' },
  'Agent runtime': {
    label: 'Agent runtime',
    about: 'Sessions and memories of running agents. Cannot create, change or delete agents.',
  },
  'Read only': { label: 'Read only', about: 'Can see agents, sessions and memories, but not change anything.' },
  custom: { label: 'Custom', about: 'Choose each permission.' },
}

/** Chooses the scopes of a key: a preset, or each by itself. */
export function Permissions() {
  const wasChecked = useWasChecked('scopes')
  return (
    <RadioCards name="preset" legend="Permissions" choices={PERMISSIONS} value="Agent runtime" errorsOf={['preset', 'scopes']}>
      <div className="hidden grid-cols-2 gap-x-4 group-has-[[value=custom]:checked]:grid sm:grid-cols-3">
        {SCOPES.map((scope) => (
          <label key={scope} className="flex items-start gap-2 py-1">
            <input type="checkbox" name="scopes" value={scope} defaultChecked={wasChecked(scope)} className="mt-1" />
            <span className="font-mono text-xs leading-5">{scope}</span>
          </label>
        ))}
      </div>
    </RadioCards>
  )
}

const REACH = {
  all: { label: 'All agents', about: 'Also those that are created later.' },
  some: { label: 'Selected agents only', about: 'Other agents do not exist for the key.' },
}

/** Chooses the agents for which a key works. */
export function AgentAccess() {
  return (
    <RadioCards name="reach" legend="Agents" choices={REACH} value="all" errorsOf={['agents']}>
      <div className="hidden group-has-[[value=some]:checked]:block">
        <AgentList
          id="more_agents"
          name="agents"
          textName="more_agents"
          label="Selected agents"
          hint="Agents of your team, by their ids."
        />
      </div>
    </RadioCards>
  )
}

/** Lifetimes that the form offers, in days. */
const LIFETIMES = [7, 30, 90, 365]
const USUAL_LIFETIME = 90

/** Chooses when a key expires. `maxDays` is the longest time in days that the team allows; null for any. */
export function Expiry({ maxDays }: { maxDays: number | null }) {
  const offered = LIFETIMES.filter((days) => days <= (maxDays ?? days))
  const usual = offered.filter((days) => days <= USUAL_LIFETIME).at(-1)
  return (
    <div className="group grid max-w-xs gap-3">
      <Field
        id="expiry"
        label="Expires"
        hint={maxDays !== null && `Your team allows at most ${maxDays} ${maxDays === 1 ? 'day' : 'days'}.`}
      >
        <Select id="expiry" name="expiry" defaultValue={usual ?? 'date'} aria-describedby="expiry-hint">
          {offered.map((days) => (
            <option key={days} value={days}>
              In {days} days
            </option>
          ))}
          <option value="date">On a date</option>
          {maxDays === null && <option value="never">Never</option>}
        </Select>
      </Field>
      <div className="hidden group-has-[option[value=date]:checked]:block">
        <Field id="expires_on" label="Last day" hint="Works until the end of that day (UTC).">
          <Input id="expires_on" name="expires_on" type="date" aria-describedby="expires_on-hint" />
        </Field>
      </div>
      <FieldErrors names={['expires_at']} label="Expiry" />
    </div>
  )
}

const TRUST: Record<Trust, { label: string; about: string }> = {
  trusted: { label: 'Trusted', about: 'They are recalled.' },
  unreviewed: { label: 'Unreviewed', about: 'They are recalled, and marked until somebody approves them.' },
  quarantined: { label: 'Quarantined', about: 'They are not recalled until somebody approves them.' },
}

/** Chooses how far memories are trusted that are stored with a key. */
export const TrustChoice = ({ value }: { value: Trust }) => (
  <RadioCards name="memory_trust" legend="Memories stored with it" choices={TRUST} value={value} className="" />
)

'use client'

import { Field, FieldErrors, Input, Select } from '@/app/_ui/field'
import { useSubmittedValue } from '@/app/_ui/form-context'
import { type SCOPE_PRESETS, SCOPES } from '@/lib/auth/permissions'

/** Returns whether a checkbox was checked when the form was refused. */
function useWasChecked(name: string): (value: string) => boolean {
  const submitted = useSubmittedValue(name)?.split(',')
  return (value) => submitted?.includes(value) ?? false
}

const CHOICE = 'flex items-start gap-2 py-1'
const PRESET_WORDS: Record<keyof typeof SCOPE_PRESETS, string> = {
  'Full access': 'Everything the API offers.',
  'Agent runtime': 'Sessions and memories of running agents. Cannot create, change or delete agents.',
  'Read only': 'Can see agents, sessions and memories, but not change anything.',
}

/** Chooses the scopes of a key: a preset, or each by itself. */
export function Permissions() {
  const chosen = useSubmittedValue('preset') ?? 'Agent runtime'
  const wasChecked = useWasChecked('scopes')
  return (
    <fieldset className="group grid gap-1">
      <legend className="mb-1 font-medium">Permissions</legend>
      {Object.entries(PRESET_WORDS).map(([preset, words]) => (
        <label key={preset} className={CHOICE}>
          <input type="radio" name="preset" value={preset} defaultChecked={preset === chosen} className="mt-1" />
          <span>
            {preset} <span className="block text-xs text-soft">{words}</span>
          </span>
        </label>
      ))}
      <label className={CHOICE}>
        <input type="radio" name="preset" value="custom" defaultChecked={chosen === 'custom'} className="mt-1" />
        Custom
      </label>
      <div className="hidden grid-cols-2 gap-x-4 pl-6 group-has-[[value=custom]:checked]:grid sm:grid-cols-3">
        {SCOPES.map((scope) => (
          <label key={scope} className={CHOICE}>
            <input type="checkbox" name="scopes" value={scope} defaultChecked={wasChecked(scope)} className="mt-1" />
            <span className="font-mono text-xs leading-5">{scope}</span>
          </label>
        ))}
      </div>
      <FieldErrors names={['preset', 'scopes']} label="Permissions" />
    </fieldset>
  )
}

interface AgentAccessProps {
  /** Public ids of the team's newest agents. */
  agents: string[]
  hasMore: boolean
}

/** Chooses the agents for which a key works. */
export function AgentAccess({ agents, hasMore }: AgentAccessProps) {
  const isLimited = useSubmittedValue('reach') === 'some'
  const wasChecked = useWasChecked('agents')
  return (
    <fieldset className="group grid gap-1">
      <legend className="mb-1 font-medium">Agents</legend>
      <label className={CHOICE}>
        <input type="radio" name="reach" value="all" defaultChecked={!isLimited} className="mt-1" />
        All agents, including future ones
      </label>
      <label className={CHOICE}>
        <input type="radio" name="reach" value="some" defaultChecked={isLimited} className="mt-1" />
        Selected agents only
      </label>
      <div className="hidden gap-2 pl-6 group-has-[[value=some]:checked]:grid">
        <div className="grid max-h-48 overflow-y-auto sm:grid-cols-2">
          {agents.map((agent) => (
            <label key={agent} className={CHOICE}>
              <input type="checkbox" name="agents" value={agent} defaultChecked={wasChecked(agent)} className="mt-1" />
              <span className="font-mono text-xs leading-5 break-all">{agent}</span>
            </label>
          ))}
        </div>
        {hasMore && (
          <Field id="more_agents" label="Other agents" hint="Agent ids, comma-separated.">
            <Input id="more_agents" name="more_agents" aria-describedby="more_agents-hint" />
          </Field>
        )}
        {agents.length === 0 && <p className="text-soft">Your team has no agents yet.</p>}
      </div>
      <FieldErrors names={['agents']} label="Agents" />
    </fieldset>
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

/** The choices of how far memories are trusted that are stored with a key. */
export function TrustOptions() {
  return (
    <>
      <option value="trusted">Trusted</option>
      <option value="unreviewed">Recalled, marked as unreviewed</option>
      <option value="quarantined">Not recalled until somebody approves them</option>
    </>
  )
}

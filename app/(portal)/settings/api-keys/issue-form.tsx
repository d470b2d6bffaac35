'use client'

import { useActionState } from 'react'
import { Button } from '@/app/_ui/button'
import { Field, FormProblem, Input, Select } from '@/app/_ui/field'
import { KeptForm } from '@/app/_ui/kept-form'
import { type SCOPE_PRESETS, SCOPES } from '@/lib/auth/permissions'
import type { FieldError } from '@/lib/errors'
import { issue } from './actions'
import { Reveal } from './reveal'

interface IssueFormProps {
  address: string
  /** Public ids of the team's newest agents. */
  agents: string[]
  hasMoreAgents: boolean
}

/** Everything here works by plain HTML: what a choice asks for beside it is shown by style alone. */
export function IssueForm({ address, agents, hasMoreAgents }: IssueFormProps) {
  const [state, submit, isSending] = useActionState(issue, {})
  const { errors, sent = {} } = state
  return (
    <>
      <Reveal revealed={state.done} address={address} agentId={agents[0] ?? 'customer-support'} />
      <KeptForm action={submit} sent={sent} key={state.done?.key} className="grid gap-5">
        <FormProblem>{state.problem}</FormProblem>
        <Field id="name" label="Name" hint="What will use this key? Shown in the audit log." errors={errors}>
          <Input
            id="name"
            name="name"
            required
            maxLength={200}
            placeholder="Support bot in production"
            aria-describedby="name-hint"
            defaultValue={sent.name}
          />
        </Field>
        <Scopes errors={errors} sent={sent} />
        <Reach agents={agents} hasMore={hasMoreAgents} errors={errors} sent={sent} />
        <Expiry errors={errors} sent={sent} />
        <Button type="submit" kind="primary" disabled={isSending} className="justify-self-start">
          Create key
        </Button>
      </KeptForm>
    </>
  )
}

/** What came back of a form that was refused. */
interface Refused {
  errors: FieldError[] | undefined
  sent: Record<string, string>
}

const isSent = (list: string | undefined, one: string) => list?.split(',').includes(one)

const CHOICE = 'flex items-start gap-2 py-1'
const PRESET_WORDS: Record<keyof typeof SCOPE_PRESETS, string> = {
  'Full access': 'Everything the API offers.',
  'Agent runtime': 'Sessions and memories of running agents. Cannot create, change or delete agents.',
  'Read only': 'Can see agents, sessions and memories, but not change anything.',
}

function Scopes({ errors, sent }: Refused) {
  return (
    <fieldset className="group grid gap-1">
      <legend className="mb-1 font-medium">Permissions</legend>
      {Object.entries(PRESET_WORDS).map(([preset, words]) => (
        <label key={preset} className={CHOICE}>
          <input type="radio" name="preset" value={preset} defaultChecked={preset === (sent.preset ?? 'Agent runtime')} className="mt-1" />
          <span>
            {preset} <span className="block text-xs text-soft">{words}</span>
          </span>
        </label>
      ))}
      <label className={CHOICE}>
        <input type="radio" name="preset" value="custom" defaultChecked={sent.preset === 'custom'} className="mt-1" />
        Custom
      </label>
      <div className="hidden grid-cols-2 gap-x-4 pl-6 group-has-[[value=custom]:checked]:grid sm:grid-cols-3">
        {SCOPES.map((scope) => (
          <label key={scope} className={CHOICE}>
            <input type="checkbox" name="scopes" value={scope} defaultChecked={isSent(sent.scopes, scope)} className="mt-1" />
            <span className="font-mono text-xs leading-5">{scope}</span>
          </label>
        ))}
      </div>
      <FieldErrors of={['preset', 'scopes']} errors={errors} />
    </fieldset>
  )
}

function Reach({ agents, hasMore, errors, sent }: Refused & { agents: string[]; hasMore: boolean }) {
  return (
    <fieldset className="group grid gap-1">
      <legend className="mb-1 font-medium">Agents</legend>
      <label className={CHOICE}>
        <input type="radio" name="reach" value="all" defaultChecked={sent.reach !== 'some'} className="mt-1" />
        All agents, including future ones
      </label>
      <label className={CHOICE}>
        <input type="radio" name="reach" value="some" defaultChecked={sent.reach === 'some'} className="mt-1" />
        Selected agents only
      </label>
      <div className="hidden gap-2 pl-6 group-has-[[value=some]:checked]:grid">
        <div className="grid max-h-48 overflow-y-auto sm:grid-cols-2">
          {agents.map((agent) => (
            <label key={agent} className={CHOICE}>
              <input type="checkbox" name="agents" value={agent} defaultChecked={isSent(sent.agents, agent)} className="mt-1" />
              <span className="font-mono text-xs leading-5 break-all">{agent}</span>
            </label>
          ))}
        </div>
        {hasMore && (
          <Field id="more_agents" label="Other agents" hint="Agent ids, comma-separated." errors={errors}>
            <Input id="more_agents" name="more_agents" aria-describedby="more_agents-hint" />
          </Field>
        )}
        {agents.length === 0 && <p className="text-soft">Your team has no agents yet.</p>}
      </div>
      <FieldErrors of={['agents']} errors={errors} />
    </fieldset>
  )
}

function Expiry({ errors, sent }: Refused) {
  return (
    <div className="group grid max-w-xs gap-3">
      <Field id="expiry" label="Expires" errors={errors}>
        <Select id="expiry" name="expiry" defaultValue={sent.expiry ?? '90'}>
          <option value="7">In 7 days</option>
          <option value="30">In 30 days</option>
          <option value="90">In 90 days</option>
          <option value="365">In 365 days</option>
          <option value="date">On a date</option>
          <option value="never">Never</option>
        </Select>
      </Field>
      <div className="hidden group-has-[option[value=date]:checked]:block">
        <Field id="expires_on" label="Last day" hint="Works until the end of that day (UTC)." errors={errors}>
          <Input id="expires_on" name="expires_on" type="date" aria-describedby="expires_on-hint" defaultValue={sent.expires_on} />
        </Field>
      </div>
      <FieldErrors of={['expires_at']} errors={errors} />
    </div>
  )
}

function FieldErrors({ of, errors = [] }: { of: string[]; errors: FieldError[] | undefined }) {
  return errors
    .filter(({ field }) => of.some((name) => field === name || field.startsWith(`${name}.`)))
    .map(({ field, message }) => (
      <p key={field + message} className="text-xs text-bad">
        {message.charAt(0).toUpperCase() + message.slice(1)}.
      </p>
    ))
}

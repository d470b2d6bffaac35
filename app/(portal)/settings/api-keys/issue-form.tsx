'use client'

import { ActionForm, FormProblem, SubmitButton } from '@/app/_ui/action-form'
import { Disclosure } from '@/app/_ui/disclosure'
import { Field, Input, Select } from '@/app/_ui/field'
import { Card } from '@/app/_ui/page-parts'
import { useFormAction } from '@/app/_ui/use-form-action'
import { useOpeningRequest } from '@/app/_ui/use-opening-request'
import { issue } from './actions'
import { AgentAccess, Expiry, Permissions, TrustOptions } from './key-fields'
import { NetworksField } from './networks-form'
import { Reveal } from './reveal'

interface NewKeyProps {
  /** The parameter of a link that opened this page for its form. */
  request: string | undefined
  isOpenAtFirst: boolean
  address: string
  /** Public ids of the team's newest agents. */
  agents: string[]
  hasMoreAgents: boolean
  /** The longest time in days for which the team allows new keys; null for any. */
  maxDays: number | null
}

/** Issues a key. It opens with a button, and works without JavaScript: the fields that belong to a choice are shown by CSS. */
export function NewKey({ request, isOpenAtFirst, address, agents, hasMoreAgents, maxDays }: NewKeyProps) {
  const asked = useOpeningRequest(request)
  const form = useFormAction(issue)
  const { problem } = form.state
  const { lastDone } = form
  return (
    <Disclosure
      key={asked}
      as="part"
      kind="primary"
      label="New key"
      isOpen={isOpenAtFirst || asked !== undefined || Boolean(lastDone ?? problem)}
    >
      <Card className="max-w-3xl">
        <Reveal revealed={lastDone} address={address} agentName={agents[0] ?? 'customer-support'} />
        <ActionForm form={form} key={lastDone?.key} className="grid gap-5">
          <FormProblem />
          <Field id="name" label="Name" hint="What will use this key? Shown in the audit log.">
            <Input
              id="name"
              name="name"
              required
              autoFocus={asked !== undefined}
              maxLength={200}
              placeholder="Support bot in production"
              aria-describedby="name-hint"
            />
          </Field>
          <Permissions />
          <AgentAccess agents={agents} hasMore={hasMoreAgents} />
          <Expiry maxDays={maxDays} />
          <NetworksField id="allowed_networks" />
          <Field id="memory_trust" label="Memories stored with it">
            <Select id="memory_trust" name="memory_trust" defaultValue="trusted">
              <TrustOptions />
            </Select>
          </Field>
          <SubmitButton kind="primary" className="justify-self-start">
            Create key
          </SubmitButton>
        </ActionForm>
      </Card>
    </Disclosure>
  )
}

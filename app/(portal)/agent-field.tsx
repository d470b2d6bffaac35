'use client'

import dynamic from 'next/dynamic'
import { Combobox, ComboboxInput, type ComboboxInputProps } from '@/app/_ui/combobox'
import { ComboboxList } from '@/app/_ui/combobox-list'

const AgentOptions = dynamic(() => import('./agent-options').then((module) => module.AgentOptions), { ssr: false })

interface AgentFieldProps {
  name?: string
  label?: string
  placeholder?: string
  value: string | undefined
}

/** The filter by agent: a field that offers the agents whose names contain what is typed. Their list is loaded when the field gets the focus. */
export function AgentField({ name = 'agent_id', label = 'Agent', placeholder = 'Any', value }: AgentFieldProps) {
  return <Combobox name={name} label={label} placeholder={placeholder} value={value} Options={AgentOptions} />
}

/** A field of a form for the name of an agent, which offers the same agents. A choice does not send the form. */
export const AgentInput = (props: Omit<ComboboxInputProps, 'Options'>) => <ComboboxInput {...props} Options={AgentOptions} />

/** A field of a form for several agents of the team. */
export const AgentList = (props: { id: string; name: string; textName: string; label: string; hint: string }) => (
  <ComboboxList {...props} placeholder="customer-support" Options={AgentOptions} />
)

'use client'

import type { OptionsProps } from '@/app/_ui/combobox'
import { OptionList } from '@/app/_ui/option-list'
import { useResults } from './palette/use-results'

/** The agents whose names contain what was typed. */
export function AgentOptions(props: OptionsProps) {
  const { found, isSearching, problem } = useResults(props.text.trim())
  const names = found.agents.map(({ agentName }) => agentName)
  return <OptionList {...props} label="Agents" names={names} isSearching={isSearching} emptyText={problem ?? 'No agent has such a name.'} />
}

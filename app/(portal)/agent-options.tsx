'use client'

import type { OptionsProps } from '@/app/_ui/combobox'
import { OptionList } from '@/app/_ui/option-list'
import { useResults } from './palette/use-results'

/** The agents whose names contain what was typed. The search finds others by their descriptions, too. */
export function AgentOptions(props: OptionsProps) {
  const typed = props.text.trim()
  const { found, isSearching, problem } = useResults(typed)
  const names = found.agents.map(({ agentName }) => agentName).filter((name) => name.toLowerCase().includes(typed.toLowerCase()))
  return <OptionList {...props} label="Agents" names={names} isSearching={isSearching} emptyText={problem ?? 'No agent has such a name.'} />
}

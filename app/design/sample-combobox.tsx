'use client'

import { Combobox, type OptionsProps } from '@/app/_ui/combobox'
import { OptionList } from '@/app/_ui/option-list'

const NAMES = ['customer-support', 'night-support', 'project-apollo', 'مساعد-الدعم']

const SampleOptions = (props: OptionsProps) => (
  <OptionList
    {...props}
    label="Sample options"
    names={NAMES.filter((name) => name.includes(props.text))}
    isSearching={false}
    emptyText="No agent has such a name."
  />
)

export const SampleCombobox = () => <Combobox name="sample" label="Combobox" placeholder="Any" value={undefined} Options={SampleOptions} />

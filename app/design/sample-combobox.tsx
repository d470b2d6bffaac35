'use client'

import { useId } from 'react'
import { Combobox, type OptionsProps } from '@/app/_ui/combobox'
import { ComboboxList } from '@/app/_ui/combobox-list'
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

/** A combobox of which several options are chosen. */
export const SampleComboboxList = () => (
  <ComboboxList
    id={useId()}
    name="samples"
    textName="more_samples"
    label="Several choices"
    hint="Agents of your team, by their ids."
    placeholder="customer-support"
    values={NAMES.slice(2)}
    Options={SampleOptions}
  />
)

'use client'

import { useId } from 'react'
import { FormContext } from '@/app/_ui/form-context'
import { RadioCard, RadioCards } from '@/app/_ui/radio-cards'

const PRESETS = {
  all: { label: 'Full access', about: 'Everything the API offers.' },
  read: { label: 'Read only', about: 'Can see agents, sessions and memories, but not change anything.' },
  custom: { label: 'Custom' },
}

/** Choices with explanations: chosen, not chosen, disabled, and refused. Each sample has a name of its own: it is on the page twice. */
export function SampleRadioCards() {
  const name = useId()
  const refused = { isSending: false, errors: [{ field: `${name}-refused`, message: 'must be one of them' }] }
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <RadioCards name={name} legend="Radio cards" choices={PRESETS} value="read" className="" />
      <div className="grid content-start gap-4">
        <FormContext value={refused}>
          <RadioCards name={`${name}-refused`} legend="Refused" choices={{ some: PRESETS.custom, all: PRESETS.all }} value="some" />
        </FormContext>
        <fieldset className="grid gap-2">
          <legend className="mb-1.5 font-medium">Disabled</legend>
          <RadioCard name={`${name}-disabled`} value="all" {...PRESETS.all} isDisabled />
          <RadioCard name={`${name}-disabled`} value="read" {...PRESETS.read} isDisabled isChosen />
        </fieldset>
      </div>
    </div>
  )
}

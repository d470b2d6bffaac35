'use client'

import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useIsInBrowser } from './browser'
import { ComboboxInput, type ComboboxInputProps } from './combobox'
import { Field } from './field'
import { useSubmittedValue } from './form-context'

interface ComboboxListProps extends Pick<ComboboxInputProps, 'Options' | 'placeholder'> {
  id: string
  /** The name under which each choice is sent. */
  name: string
  /** The name under which the text of the field is sent: without JavaScript it has all choices, separated by commas. */
  textName: string
  label: string
  hint: string
  /** What is chosen at first. */
  values?: readonly string[]
}

/** A field with options that match what is typed, of which several can be chosen, one after the other. */
export function ComboboxList({ id, name, textName, label, hint, values = [], ...input }: ComboboxListProps) {
  const isInBrowser = useIsInBrowser()
  const typed = useSubmittedValue(textName)
  const [chosen, setChosen] = useState(values)
  const part = useRef<HTMLDivElement>(null)
  const add = (choice: string) => choice !== '' && setChosen((before) => [...before.filter((one) => one !== choice), choice])
  const remove = (choice: string) => {
    setChosen(chosen.filter((one) => one !== choice))
    // Its button disappears, and with it the focus.
    part.current?.querySelector<HTMLInputElement>('[role=combobox]')?.focus()
  }
  return (
    <div ref={part} className="grid content-start gap-2">
      <Field id={id} name={textName} label={label} hint={isInBrowser ? hint : `${hint} Separate several by commas.`}>
        <ComboboxInput
          id={id}
          name={textName}
          value={typed}
          onChoose={add}
          isEmptiedByChoice
          maxLength={10_000}
          describedBy={`${id}-hint`}
          {...input}
        />
      </Field>
      {chosen.length > 0 && (
        <ul aria-label={`${label}: chosen`} className="flex flex-wrap gap-1.5">
          {chosen.map((choice) => (
            <Choice key={choice} name={name} choice={choice} onRemove={() => remove(choice)} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Choice({ name, choice, onRemove }: { name: string; choice: string; onRemove: () => void }) {
  return (
    <li className="inline-flex max-w-full items-center rounded-full border border-line bg-surface pl-2 text-xs">
      <input type="hidden" name={name} value={choice} />
      <bdi dir="auto" title={choice} className="truncate">
        {choice}
      </bdi>
      <button
        type="button"
        aria-label={`Remove ${choice}`}
        onClick={onRemove}
        className="grid size-6 shrink-0 place-items-center rounded-full text-soft hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden="true" className="size-3" />
      </button>
    </li>
  )
}

'use client'

import { type ComponentType, type FocusEvent, type RefObject, useId, useRef, useState } from 'react'
import { Input } from './field'

/** What the options of a combobox get. */
export interface OptionsProps {
  id: string
  field: RefObject<HTMLInputElement | null>
  /** What is in the field. */
  text: string
  onChoose: (name: string) => void
  onClose: () => void
}

interface ComboboxProps {
  name: string
  label: string
  placeholder: string
  value: string | undefined
  /** An OptionList of what may be entered; it is rendered while the field has the focus. */
  Options: ComponentType<OptionsProps>
}

/** A field with options that match what is typed. A choice sends its form. */
export function Combobox({ name, label, placeholder, value, Options }: ComboboxProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState<string>()
  const close = () => setText(undefined)
  const open = () => setText(field.current?.value ?? '')
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => currentTarget.contains(relatedTarget) || close()
  const choose = (chosen: string) => {
    if (field.current === null) return
    field.current.value = chosen
    close()
    field.current.form?.requestSubmit()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus left the field and its options
    <div className="relative grid gap-1" onBlur={onBlur}>
      <label htmlFor={id} className="text-xs text-soft">
        {label}
      </label>
      <Input
        ref={field}
        id={id}
        name={name}
        defaultValue={value}
        maxLength={64}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={text !== undefined}
        aria-controls={`${id}-options`}
        onFocus={open}
        onInput={open}
        className="sm:w-40"
      />
      {text !== undefined && <Options id={`${id}-options`} field={field} text={text} onChoose={choose} onClose={close} />}
    </div>
  )
}

'use client'

import { type ComponentType, type FocusEvent, type RefObject, use, useId, useRef, useState } from 'react'
import { Input } from './field'
import { ApplyFilters } from './filter-context'

/** What the options of a combobox get. */
export interface OptionsProps {
  id: string
  field: RefObject<HTMLInputElement | null>
  /** What is in the field. */
  text: string
  onChoose: (name: string) => void
  onClose: () => void
  /** The focus has left: the options are hidden, and as soon as they are known `onLeave` gets the one that is exactly the text. */
  isLeaving: boolean
  /** Whether Enter chooses the best option where none was reached by an arrow key and none is exactly the text. */
  choosesBest: boolean
  onLeave: (exact: string | undefined) => void
}

export interface ComboboxInputProps {
  id: string
  name?: string
  value: string | undefined
  placeholder?: string
  /** An OptionList of what may be entered; it is rendered while the field has the focus. */
  Options: ComponentType<OptionsProps>
  /** Called with what is in the field whenever it changes. */
  onText?: (text: string) => void
  /** Called with a choice. Then only a choice counts: a text that is no option is replaced by the last value when the focus leaves. */
  onChoose?: (chosen: string) => void
  /** A choice empties the field, so that the next one can be made. */
  isEmptiedByChoice?: boolean
  isDisabled?: boolean
  maxLength?: number
  /** The id of its hint. */
  describedBy?: string
  className?: string
}

/** A field with options that match what is typed. */
export function ComboboxInput({
  id,
  name,
  value,
  placeholder,
  Options,
  onText,
  onChoose,
  isEmptiedByChoice = false,
  isDisabled,
  maxLength = 64,
  describedBy,
  className,
}: ComboboxInputProps) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState<string>()
  const [isLeaving, setIsLeaving] = useState(false)
  const close = () => {
    setText(undefined)
    setIsLeaving(false)
  }
  const open = () => {
    setText(field.current?.value ?? '')
    setIsLeaving(false)
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (currentTarget.contains(relatedTarget)) return
    const typed = field.current?.value.trim() ?? ''
    if (onChoose === undefined || text === undefined || typed === (value ?? '')) close()
    else if (typed === '') choose('')
    else setIsLeaving(true)
  }
  const leave = (exact: string | undefined) => {
    if (exact !== undefined) return choose(exact)
    if (field.current) field.current.value = value ?? ''
    close()
  }
  const choose = (chosen: string) => {
    if (field.current === null) return
    field.current.value = isEmptiedByChoice ? '' : chosen
    close()
    onText?.(chosen)
    onChoose?.(chosen)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that the focus left the field and its options
    <div className="relative" onBlur={onBlur}>
      <Input
        ref={field}
        id={id}
        name={name}
        defaultValue={value}
        maxLength={maxLength}
        placeholder={placeholder}
        disabled={isDisabled}
        spellCheck={false}
        autoComplete="off"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={text !== undefined}
        aria-controls={`${id}-options`}
        aria-describedby={describedBy}
        data-undecided={onChoose !== undefined && text !== undefined ? '' : undefined}
        onFocus={open}
        onClick={open}
        onInput={({ currentTarget }) => {
          open()
          onText?.(currentTarget.value)
        }}
        className={className}
      />
      {text !== undefined && (
        <Options
          {...{ id: `${id}-options`, field, text, isLeaving }}
          choosesBest={onChoose !== undefined}
          onChoose={choose}
          onClose={onChoose === undefined ? close : () => leave(undefined)}
          onLeave={leave}
        />
      )}
    </div>
  )
}

interface ComboboxProps extends Pick<ComboboxInputProps, 'value' | 'Options'> {
  name: string
  label: string
  placeholder: string
}

/** A filter with options that match what is typed. A choice is applied at once. */
export function Combobox({ label, ...input }: ComboboxProps) {
  const id = useId()
  const apply = use(ApplyFilters)
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-xs text-soft">
        {label}
      </label>
      <ComboboxInput id={id} onChoose={(chosen) => apply({ [input.name]: chosen })} className="sm:w-40" {...input} />
    </div>
  )
}

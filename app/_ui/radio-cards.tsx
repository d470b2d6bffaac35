'use client'

import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'
import { FieldErrors } from './field'
import { useSubmittedValue } from './form-context'

interface RadioCardProps {
  name: string
  value: string
  label: ReactNode
  /** What the choice means, in a sentence. */
  about?: ReactNode
  isChosen?: boolean
  isDisabled?: boolean
}

/** One of a few choices that are explained. A screen reader says the label first, and then the explanation. */
export function RadioCard({ name, value, label, about, isChosen, isDisabled }: RadioCardProps) {
  const id = useId()
  return (
    <label className="radio-card">
      <input
        type="radio"
        name={name}
        value={value}
        defaultChecked={isChosen}
        disabled={isDisabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={about ? `${id}-about` : undefined}
        className="mt-1"
      />
      <span className="min-w-0">
        <span id={`${id}-label`} className="block font-medium">
          {label}
        </span>
        {about && (
          <span id={`${id}-about`} className="block text-xs text-soft">
            {about}
          </span>
        )}
      </span>
    </label>
  )
}

interface RadioCardsProps<Value extends string> {
  name: string
  legend: string
  /** The choices by what the form sends for them. */
  choices: Record<Value, Pick<RadioCardProps, 'label' | 'about'>>
  /** The choice at first; a refused form keeps what was chosen. */
  value: NoInfer<Value>
  /** The names of the fields whose errors are shown below; the name of the choice unless they differ. */
  errorsOf?: string[]
  className?: string
  /** What belongs to one of the choices. */
  children?: ReactNode
}

/** A few explained choices, of which one is chosen. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { name, legend, choices, value, errorsOf = [name], className = 'sm:grid-cols-2', children } = props
  const chosen = useSubmittedValue(name) ?? value
  return (
    <fieldset className="group grid min-w-0 gap-2">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className={clsx('grid gap-2', className)}>
        {(Object.entries(choices) as [Value, RadioCardsProps<Value>['choices'][Value]][]).map(([choice, words]) => (
          <RadioCard key={choice} name={name} value={choice} isChosen={choice === chosen} {...words} />
        ))}
      </div>
      {children}
      <FieldErrors names={errorsOf} label={legend} />
    </fieldset>
  )
}

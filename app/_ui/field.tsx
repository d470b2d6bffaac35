'use client'

import { clsx } from 'clsx'
import { type ComponentProps, type ReactNode, use } from 'react'
import { FormContext, isErrorOf, useRefusal, useSubmittedValue } from './form-context'

/** An input with the direction of its text. It keeps the value of a refused form. */
export function Input({ className, defaultValue, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      dir={rest.type === 'date' ? undefined : 'auto'}
      className={clsx('field', className)}
      defaultValue={useSubmittedValue(rest.name) ?? defaultValue}
      {...useRefusal(rest)}
      {...rest}
    />
  )
}

/** A field for several lines. It keeps the value of a refused form. */
export function Textarea({ className, defaultValue, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir="auto"
      className={clsx('field', className)}
      defaultValue={useSubmittedValue(rest.name) ?? defaultValue}
      {...useRefusal(rest)}
      {...rest}
    />
  )
}

/** A list to choose from. It keeps the value of a refused form. */
export function Select({ className, defaultValue, ...rest }: ComponentProps<'select'>) {
  return (
    <select
      className={clsx('field', className)}
      defaultValue={useSubmittedValue(rest.name) ?? defaultValue}
      {...useRefusal(rest)}
      {...rest}
    />
  )
}

interface FieldProps {
  /** The id of the input. */
  id: string
  /** The name of the input, by which its errors are found; the id unless it differs. */
  name?: string
  label: ReactNode
  /** What the sentences about its errors begin with; the label unless it differs. */
  subject?: string | undefined
  hint?: ReactNode
  children: ReactNode
}

/** A label, its input, a hint, and why the input was refused. The input refers to the last two with aria-describedby={`${id}-hint`}. */
export function Field({ id, name = id, label, subject, hint, children }: FieldProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      <div id={`${id}-hint`} className="text-xs text-soft empty:hidden">
        {hint}
        <FieldErrors names={[name]} label={subject ?? label} />
      </div>
    </div>
  )
}

/** Why fields were refused, as sentences that begin with `label`. For errors in items of a list too: `tags.2`. */
export function FieldErrors({ names, label }: { names: string[]; label: ReactNode }) {
  const { errors = [] } = use(FormContext)
  return errors
    .filter((error) => names.some((name) => isErrorOf(name, error)))
    .map(({ field, message }) => (
      <p key={field + message} data-error={field} className="text-xs text-bad">
        {label} {message}.
      </p>
    ))
}

'use client'

import type { ComponentProps, ReactNode } from 'react'
import type { FieldError } from '@/lib/errors'
import { cn } from './cn'
import { useSubmittedValue } from './submitted-values'

const BOX = 'w-full rounded-md border border-line bg-surface px-3 text-sm text-ink placeholder:text-soft aria-invalid:border-bad'

export function Input({ className, defaultValue, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      dir={rest.type === 'date' ? undefined : 'auto'}
      className={cn(BOX, 'h-9', className)}
      defaultValue={useSubmittedValue(rest.name) ?? defaultValue}
      {...rest}
    />
  )
}

export function Textarea({ className, defaultValue, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir="auto"
      className={cn(BOX, 'min-h-20 py-2', className)}
      defaultValue={useSubmittedValue(rest.name) ?? defaultValue}
      {...rest}
    />
  )
}

export function Select({ className, defaultValue, ...rest }: ComponentProps<'select'>) {
  return <select className={cn(BOX, 'h-9 pr-8', className)} defaultValue={useSubmittedValue(rest.name) ?? defaultValue} {...rest} />
}

interface FieldProps {
  /** Of the input inside; its error is found by `name`. */
  id: string
  name?: string
  label: ReactNode
  hint?: ReactNode
  errors?: FieldError[] | undefined
  children: ReactNode
}

/** A label, its input, a hint, and what is wrong with it. The input points at them by aria-describedby={`${id}-hint`}. */
export function Field({ id, name = id, label, hint, errors = [], children }: FieldProps) {
  const wrong = errors.filter(({ field }) => field === name)
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      <div id={`${id}-hint`} className="text-xs text-soft empty:hidden">
        {hint}
        {wrong.map(({ message }) => (
          <p key={message} className="text-bad">
            {label} {message}.
          </p>
        ))}
      </div>
    </div>
  )
}

/** The sentence a refused form shows. */
export function FormProblem({ children }: { children: ReactNode }) {
  if (!children) return null
  return (
    <p role="alert" className="rounded-md border border-bad/40 bg-bad-wash px-3 py-2 text-bad">
      {children}
    </p>
  )
}

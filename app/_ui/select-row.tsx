'use client'

import type { ComponentProps } from 'react'
import { useSubmittedValue } from './form-context'

interface SelectRowProps extends Omit<ComponentProps<'input'>, 'type' | 'name' | 'value' | 'defaultChecked'> {
  name: string
  value: string
}

/** The checkbox that selects a row of a list that is a form. A refused form keeps it. */
export function SelectRow({ name, value, ...rest }: SelectRowProps) {
  const selected = useSubmittedValue(name)?.split(',') ?? []
  return <input type="checkbox" name={name} value={value} defaultChecked={selected.includes(value)} {...rest} />
}

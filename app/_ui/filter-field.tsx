import type { ReactNode } from 'react'
import { Input } from './field'

/** A field of a list's filters. */
export function FilterField({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="grid gap-1 text-xs text-soft">
      {label}
      {children}
    </label>
  )
}

interface DayFieldProps {
  label: string
  name: string
  value: string | undefined
}

/** A day among a list's filters. Its limits are those of the days in URLs; a browser takes a year of fewer digits, which somebody is still typing, for one before them. */
export const DayField = ({ label, name, value }: DayFieldProps) => (
  <FilterField label={label}>
    <Input type="date" name={name} defaultValue={value} min="1900-01-01" max="2999-12-31" />
  </FilterField>
)

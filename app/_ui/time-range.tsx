import type { ReactNode } from 'react'
import { Input, Select } from './field'

interface TimeRangeProps {
  range?: string | undefined
  /** As the address has them, `2025-03-31`. */
  from?: string | undefined
  to?: string | undefined
  /** There is no list of any time. */
  isAlways?: boolean
}

/** Which time a list shows, as fields of its filter form: `range`, and `from` and `to` where it is custom. */
export function TimeRange({ range = '', from = '', to = '', isAlways }: TimeRangeProps) {
  const chosen = range === '' && (from || to) ? 'custom' : range
  return (
    <div className="group flex flex-wrap items-end gap-3">
      <Labelled label="Time">
        <Select name="range" defaultValue={chosen}>
          {!isAlways && <option value="">Any time</option>}
          <option value="1h">Last hour</option>
          <option value="24h">Last 24 hours</option>
          <option value="7d">Last 7 days</option>
          <option value="30d">Last 30 days</option>
          <option value="custom">Custom range…</option>
        </Select>
      </Labelled>
      <div className="hidden gap-3 group-has-[option[value=custom]:checked]:flex">
        <Labelled label="From (UTC)">
          <Input type="date" name="from" defaultValue={from.slice(0, 10)} />
        </Labelled>
        <Labelled label="To (UTC)">
          <Input type="date" name="to" defaultValue={to.slice(0, 10)} />
        </Labelled>
      </div>
    </div>
  )
}

/** A small field of a filter form. */
export function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="grid gap-1 text-xs text-soft">
      {label}
      {children}
    </label>
  )
}

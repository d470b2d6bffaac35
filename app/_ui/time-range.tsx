import type { ReactNode } from 'react'
import { dayIn } from '@/lib/time-zone'
import { Input, Select } from './field'
import { ZoneField } from './remember-zone'
import { RANGE_WORDS } from './time-range-words'

interface TimeRangeProps {
  range?: string | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** The time zone of the days in `from` and `to`. */
  zone: string
  /** The list always has a time range. */
  isRequired?: boolean
}

/** The time range of a list, as fields of its filters: `range`, and for a custom one `from` and `to`, as days in `zone`. */
export function TimeRange({ range = '', from, to, zone, isRequired }: TimeRangeProps) {
  const chosen = range === '' && (from || to) ? 'custom' : range
  return (
    <div className="group flex flex-wrap items-end gap-3">
      <ZoneField zone={zone} />
      <FilterField label="Time">
        <Select name="range" defaultValue={chosen}>
          {!isRequired && <option value="">Any time</option>}
          {Object.entries(RANGE_WORDS).map(([hours, words]) => (
            <option key={hours} value={hours}>
              {words}
            </option>
          ))}
          <option value="custom">Custom range…</option>
        </Select>
      </FilterField>
      <div className="hidden gap-3 group-has-[option[value=custom]:checked]:flex">
        <FilterField label={`From (${zone})`}>
          <Input type="date" name="from" defaultValue={from && dayIn(zone, from)} />
        </FilterField>
        <FilterField label={`To (${zone})`}>
          <Input type="date" name="to" defaultValue={to && dayIn(zone, to)} />
        </FilterField>
      </div>
    </div>
  )
}

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

import { Select } from './field'
import { DayField, FilterField } from './filter-field'
import { ZoneField } from './remember-zone'
import { TimeRangeButton } from './time-range-button'
import { ANY_TIME, RANGE_WORDS, type Times, timeFields, timesInWords } from './time-range-words'

interface TimeRangeProps {
  range?: Times['range']
  from?: Date | undefined
  to?: Date | undefined
  /** The time zone of the days in `from` and `to`. */
  zone: string
  /** The list always has a time range. */
  isRequired?: boolean
}

/**
 * The time range of a list, as fields of its filters: `range`, and for a custom one `from` and `to`, as days in `zone`. With JavaScript it is a
 * button that opens them.
 */
export function TimeRange({ range, from, to, zone, isRequired = false }: TimeRangeProps) {
  const fields = timeFields({ range, from, to }, zone)
  return (
    <div className="min-w-0">
      <ZoneField zone={zone} />
      <TimeRangeButton {...fields} words={timesInWords({ range, from, to }, zone) ?? ANY_TIME} zone={zone} isRequired={isRequired}>
        <PlainFields {...fields} zone={zone} isRequired={isRequired} />
      </TimeRangeButton>
    </div>
  )
}

interface PlainFieldsProps {
  range: string | undefined
  from: string | undefined
  to: string | undefined
  zone: string
  isRequired: boolean
}

function PlainFields({ range = '', from, to, zone, isRequired }: PlainFieldsProps) {
  return (
    <div className="group flex flex-wrap items-end gap-3">
      <FilterField label="Time">
        <Select name="range" defaultValue={range}>
          {!isRequired && <option value="">{ANY_TIME}</option>}
          {Object.entries(RANGE_WORDS).map(([hours, words]) => (
            <option key={hours} value={hours}>
              {words}
            </option>
          ))}
          <option value="custom">Custom range…</option>
        </Select>
      </FilterField>
      <div className="hidden gap-3 group-has-[option[value=custom]:checked]:flex">
        <DayField label={`From (${zone})`} name="from" value={from} />
        <DayField label={`To (${zone})`} name="to" value={to} />
      </div>
    </div>
  )
}

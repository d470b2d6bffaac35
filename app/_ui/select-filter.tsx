import { Select } from './field'
import { FilterField } from './filter-field'

export interface FilterOption {
  value: string
  words: string
}

interface SelectFilterProps {
  name: string
  label: string
  /** The choice that applies no filter. */
  anyLabel?: string
  value: string | undefined
  options: readonly FilterOption[]
  /** Options under a heading, after the others. */
  groups?: Record<string, readonly FilterOption[]>
  className?: string
}

/** A filter of a list with options to choose from. A value that is not among them, as in a link, has an option too. */
export function SelectFilter({ name, label, anyLabel = 'Any', value = '', options, groups = {}, className }: SelectFilterProps) {
  const isListed = value === '' || [...options, ...Object.values(groups).flat()].some((option) => option.value === value)
  return (
    <FilterField label={label}>
      <Select name={name} defaultValue={value} className={className}>
        <option value="">{anyLabel}</option>
        {!isListed && <Option value={value} words={value} />}
        {options.map((option) => (
          <Option key={option.value} {...option} />
        ))}
        {Object.entries(groups).map(
          ([heading, grouped]) =>
            grouped.length > 0 && (
              <optgroup key={heading} label={heading}>
                {grouped.map((option) => (
                  <Option key={option.value} {...option} />
                ))}
              </optgroup>
            ),
        )}
      </Select>
    </FilterField>
  )
}

function Option({ value, words }: FilterOption) {
  return (
    <option dir="auto" value={value}>
      {words}
    </option>
  )
}

/** Options whose words stand in a table. */
export const optionsOf = (words: Record<string, string>): FilterOption[] =>
  Object.entries(words).map(([value, word]) => ({ value, words: word }))

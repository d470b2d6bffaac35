import { boundedCount } from '@/lib/bounded-count'
import { Select } from './field'
import { FilterField } from './time-range'

interface FacetProps {
  name: string
  label: string
  /** The choice that applies no filter. */
  anyLabel: string
  words: Record<string, string>
  /** How many rows each choice would leave together with the other filters. */
  counts: Record<string, number> | undefined
  value: string | undefined
}

/** A filter of a list, each choice with its number of rows. */
export function Facet({ name, label, anyLabel, words, counts, value = '' }: FacetProps) {
  return (
    <FilterField label={label}>
      <Select name={name} defaultValue={value}>
        <option value="">{anyLabel}</option>
        {Object.entries(words).map(([choice, word]) => (
          <option key={choice} value={choice}>
            {counts?.[choice] === undefined ? word : `${word} (${boundedCount(counts[choice])})`}
          </option>
        ))}
      </Select>
    </FilterField>
  )
}

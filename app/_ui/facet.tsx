import { boundedCount } from '@/lib/bounded-count'
import { Select } from './field'
import { Labelled } from './time-range'

interface FacetProps {
  name: string
  label: string
  /** The choice that applies no filter. */
  any: string
  words: Record<string, string>
  /** How many rows each choice would leave together with the other filters. */
  counts: Record<string, number> | undefined
  value: string | undefined
}

/** A filter of a list, each choice with its number of rows. */
export function Facet({ name, label, any, words, counts, value = '' }: FacetProps) {
  return (
    <Labelled label={label}>
      <Select name={name} defaultValue={value}>
        <option value="">{any}</option>
        {Object.entries(words).map(([choice, word]) => (
          <option key={choice} value={choice}>
            {counts?.[choice] === undefined ? word : `${word} (${boundedCount(counts[choice])})`}
          </option>
        ))}
      </Select>
    </Labelled>
  )
}

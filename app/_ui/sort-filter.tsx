import { Select } from './field'
import { FilterField } from './filter-field'

interface SortFilterProps {
  value: string
  words: Record<string, string>
  name?: string
  label?: string
}

/** The order of a list. Where rows are cards, which have no heads to click, it is chosen only here. */
export function SortFilter({ value, words, name = 'sort', label = 'Sort by' }: SortFilterProps) {
  return (
    <FilterField label={label}>
      <Select name={name} defaultValue={value}>
        {Object.entries(words).map(([sort, word]) => (
          <option key={sort} value={sort}>
            {word}
          </option>
        ))}
      </Select>
    </FilterField>
  )
}

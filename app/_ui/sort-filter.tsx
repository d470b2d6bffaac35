import { Select } from './field'
import { FilterField } from './filter-field'

/** The order of a list. Where rows are cards, which have no heads to click, it is chosen only here. */
export function SortFilter({ value, words }: { value: string; words: Record<string, string> }) {
  return (
    <FilterField label="Sort by">
      <Select name="sort" defaultValue={value}>
        {Object.entries(words).map(([sort, word]) => (
          <option key={sort} value={sort}>
            {word}
          </option>
        ))}
      </Select>
    </FilterField>
  )
}

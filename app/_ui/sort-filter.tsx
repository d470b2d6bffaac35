import { Select } from './field'
import { FilterField } from './filter-field'

/** The order of a list. On a phone, where its rows are cards without heads to click, this is the only way to choose it. */
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

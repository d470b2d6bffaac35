import { Input } from './field'
import { FilterField } from './filter-field'
import type { FilterOption } from './select-filter'

interface TextFilterProps {
  name: string
  label: string
  value: string | undefined
  /** Values that the browser offers; others can be typed. */
  options?: readonly FilterOption[]
  placeholder?: string
}

/** A filter of a list by a text, which may be one of those that are offered. */
export function TextFilter({ name, label, value, options = [], placeholder = 'Any' }: TextFilterProps) {
  return (
    <FilterField label={label}>
      <Input
        name={name}
        defaultValue={value}
        maxLength={200}
        list={options.length > 0 ? `${name}-options` : undefined}
        placeholder={placeholder}
        spellCheck={false}
        className="sm:w-44"
      />
      {options.length > 0 && (
        <datalist id={`${name}-options`}>
          {options.map((option) => (
            <option key={option.value} dir="auto" value={option.value}>
              {option.words}
            </option>
          ))}
        </datalist>
      )}
    </FilterField>
  )
}

import { Select } from '@/app/_ui/field'
import { FilterField } from '@/app/_ui/time-range'
import { END_WORDS } from '../sessions/state-badge'
import type { GroupSearch } from './search'

/** The filter by why sessions ended. */
export function EndReasonField({ value }: { value: GroupSearch['end_reason'] }) {
  return (
    <FilterField label="End reason">
      <Select name="end_reason" defaultValue={value ?? ''}>
        <option value="">Any</option>
        {Object.entries(END_WORDS).map(([reason, word]) => (
          <option key={reason} value={reason}>
            {word}
          </option>
        ))}
      </Select>
    </FilterField>
  )
}

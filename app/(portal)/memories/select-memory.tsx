import { SelectRow } from '@/app/_ui/select-row'
import type { FoundMemory } from './memory-row'

const NAME_LENGTH = 60

/** The checkbox that selects a memory of the list. */
export function SelectMemory({ memory: { id, title, content } }: { memory: FoundMemory }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox in it is one
    <label className="relative z-1 -mx-1 flex size-6 shrink-0 items-center justify-center">
      <SelectRow
        name="memory_id"
        value={id}
        aria-label={`Select ${(title ?? content).slice(0, NAME_LENGTH).toWellFormed()}`}
        className="size-4 accent-accent"
      />
    </label>
  )
}

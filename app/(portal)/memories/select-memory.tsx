import { SelectRow } from '@/app/_ui/select-row'
import { excerptOf } from './excerpt'
import type { FoundMemory } from './memory-row'

/** The checkbox that selects a memory of the list. */
export function SelectMemory({ memory }: { memory: FoundMemory }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: SelectRow renders the checkbox
    <label className="relative z-1 -mx-1 flex size-6 shrink-0 items-center justify-center">
      <SelectRow name="memory_id" value={memory.id} aria-label={`Select ${excerptOf(memory)}`} className="size-4 accent-accent" />
    </label>
  )
}

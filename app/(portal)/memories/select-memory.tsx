import type { FoundMemory } from './memory-row'

const NAME_LENGTH = 60

/** The checkbox that selects a memory of the list. */
export function SelectMemory({ memory: { id, title, content } }: { memory: FoundMemory }) {
  return (
    <label className="relative z-1 -mx-1 flex size-6 shrink-0 items-center justify-center">
      <input
        type="checkbox"
        name="memory_id"
        value={id}
        aria-label={`Select ${(title ?? content).slice(0, NAME_LENGTH).toWellFormed()}`}
        className="size-4 accent-accent"
      />
    </label>
  )
}

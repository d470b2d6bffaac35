import type { MEMORY_TYPES } from '@/lib/memories/rules'

type MemoryType = (typeof MEMORY_TYPES)[number]

const COLOURS: Record<MemoryType, string> = {
  fact: 'bg-[oklch(0.62_0.15_255)]',
  preference: 'bg-[oklch(0.65_0.18_340)]',
  goal: 'bg-[oklch(0.65_0.15_150)]',
  decision: 'bg-[oklch(0.6_0.18_295)]',
  artifact: 'bg-[oklch(0.68_0.11_205)]',
  learning: 'bg-[oklch(0.7_0.15_120)]',
  event: 'bg-[oklch(0.72_0.15_75)]',
  instruction: 'bg-[oklch(0.66_0.18_45)]',
  relationship: 'bg-[oklch(0.64_0.18_5)]',
  context: 'bg-[oklch(0.6_0.06_255)]',
  observation: 'bg-[oklch(0.66_0.1_180)]',
  commitment: 'bg-[oklch(0.58_0.12_225)]',
  error: 'bg-[oklch(0.6_0.2_27)]',
}

/** The type of a memory, as a colour and a word. */
export function TypeMark({ type }: { type: MemoryType }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-xs text-soft">
      <span aria-hidden="true" className={`size-2 rounded-full ${COLOURS[type]}`} />
      {type}
    </span>
  )
}

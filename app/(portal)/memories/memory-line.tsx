import { Link } from '@/app/_ui/link'
import { paths } from '@/lib/paths'
import { type FoundMemory, StateMarks } from './memory-row'
import { TypeMark } from './type-mark'

/** What one line shows of a memory. */
export type MemoryOfLine = Pick<FoundMemory, 'id' | 'type' | 'title' | 'content' | 'status' | 'trust'>

const SHOWN = 200

/** A link to a memory in one line: its type, and its title or the beginning of its text. */
export function MemoryLine({ memory }: { memory: MemoryOfLine }) {
  const { id, type, title, content } = memory
  const words = title ?? content.slice(0, SHOWN).toWellFormed()
  return (
    <Link href={paths.memory(id)} title={words} className="flex min-h-6 items-center gap-2 underline-offset-4 hover:underline">
      <span className="shrink-0">
        <TypeMark type={type} />
      </span>
      <span dir="auto" className="min-w-0 truncate">
        {words}
      </span>
      <StateMarks memory={memory} />
    </Link>
  )
}

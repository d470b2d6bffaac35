import { Link } from '@/app/_ui/link'
import { Card } from '@/app/_ui/page-parts'
import { MemoryLine, type MemoryOfLine } from './memory-line'

/** How many memories a panel shows of its row. */
export const LINES_SHOWN = 5

interface LatestLinesProps {
  memories: MemoryOfLine[]
  /** What is said when there are none. */
  empty: string
  /** The list of all of them. */
  href: string
}

/** The latest memories of the row of a panel, each in one line. */
export function LatestLines({ memories, empty, href }: LatestLinesProps) {
  const all = (
    <Link href={href} className="inline-flex min-h-6 items-center underline underline-offset-4">
      Show all
    </Link>
  )
  return (
    <Card title="Latest memories" action={memories.length > 0 && all}>
      {memories.length === 0 && <p className="text-soft">{empty}</p>}
      <ul aria-label="Latest memories" data-rows="" className="grid grid-cols-[minmax(0,1fr)] gap-0.5 empty:hidden">
        {memories.map((memory) => (
          <li key={memory.id}>
            <MemoryLine memory={memory} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

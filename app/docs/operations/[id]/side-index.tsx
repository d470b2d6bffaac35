import { PartSummary } from '@/app/_ui/disclosure'
import { Link } from '@/app/_ui/link'
import { OPERATIONS } from '@/lib/api/operations'
import { type Operation, TAGS } from '@/lib/http/operation'
import { paths } from '@/lib/paths'

/** Links to all operations, at the side of wide pages. Narrow ones link to the list instead. */
export function SideIndex({ current }: { current: Operation }) {
  return (
    <nav
      aria-label="Operations"
      className="sticky top-4 hidden max-h-[calc(100dvh-2rem)] w-60 shrink-0 self-start overflow-y-auto p-1 lg:block"
    >
      <Link href={paths.docs} className="block py-1 font-medium underline-offset-4 hover:underline">
        Search operations
      </Link>
      {Object.keys(TAGS).map((tag) => (
        <details key={tag} open={tag === current.tag}>
          <PartSummary kind="quiet" size="small" className="-ml-2 text-ink">
            {tag}
          </PartSummary>
          <ul className="border-l border-line">
            {OPERATIONS.filter((operation) => operation.tag === tag).map(({ id, summary }) => (
              <li key={id}>
                <Link
                  href={paths.operationReference(id)}
                  aria-current={id === current.id ? 'page' : undefined}
                  className="block py-1 pl-3 text-soft underline-offset-4 hover:underline aria-[current]:font-medium aria-[current]:text-accent"
                >
                  {summary}
                </Link>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </nav>
  )
}

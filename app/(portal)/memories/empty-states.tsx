import { ButtonLink } from '@/app/_ui/button'
import { Snippet } from '@/app/_ui/copy'
import { EmptyState } from '@/app/_ui/page-parts'
import { paths } from '@/lib/paths'
import { filtersIn, type MemoryFilterSearch } from './search'

/** What stands in place of an empty list of memories. */
export function NothingToShow({ search }: { search: MemoryFilterSearch }) {
  const filters = filtersIn(search)
  if (filters.length === 0) return <NoMemories />
  if (filters.length === 1 && filters[0] === 'trust') return <NothingToReview />
  return (
    <EmptyState title="No matching memories" action={<ButtonLink href={paths.memories}>Show all memories</ButtonLink>}>
      Try other words, a longer time range, or fewer filters.
    </EmptyState>
  )
}

function NothingToReview() {
  return (
    <EmptyState title="Nothing to review" action={<ButtonLink href={paths.memories}>Show all memories</ButtonLink>}>
      Memories wait here when they are written with an API key whose memories need a review.
    </EmptyState>
  )
}

function NoMemories() {
  return (
    <EmptyState title="No memories yet" action={<ButtonLink href={paths.agents}>Go to agents</ButtonLink>}>
      <p>Agents store memories during a session:</p>
      <Snippet text="memanto remember 'The customer prefers e-mail.'" label="Copy command" />
    </EmptyState>
  )
}

import { ButtonLink } from '@/app/_ui/button-link'
import { Snippet } from '@/app/_ui/copy'
import { EmptyState } from '@/app/_ui/page-parts'
import type { ListPlace } from '@/app/_url/list-place'
import { paths } from '@/lib/paths'
import { isReview } from './review-tabs'
import { filtersAt, type MemoryFilterSearch } from './search'

/** What stands in place of an empty list of memories. */
export function NothingToShow({ search, place }: { search: MemoryFilterSearch; place: ListPlace }) {
  const filters = filtersAt(place, search)
  if (filters.length === 0) return <NoMemories place={place} />
  if (filters.length === 1 && filters[0] === 'trust' && isReview(search.trust.join())) return <NothingToReview href={place.path} />
  return (
    <EmptyState title="No matching memories" action={<ButtonLink href={place.path}>Show all memories</ButtonLink>}>
      Try other words, a longer time range, or fewer filters.
    </EmptyState>
  )
}

function NothingToReview({ href }: { href: string }) {
  return (
    <EmptyState title="Nothing to review" action={<ButtonLink href={href}>Show all memories</ButtonLink>}>
      Memories wait here when they are written with an API key whose memories need a review.
    </EmptyState>
  )
}

/** What stands in place of the memories of an agent, or of all agents, when there are none. */
export function NoMemories({ place: { agentName } }: { place: ListPlace }) {
  const action = agentName === undefined && <ButtonLink href={paths.agents}>Go to agents</ButtonLink>
  return (
    <EmptyState title="No memories yet" action={action}>
      <p>Agents store memories during a session:</p>
      <Snippet text="memanto remember 'The customer prefers e-mail.'" label="Copy command" />
    </EmptyState>
  )
}

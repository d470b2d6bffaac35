import { ButtonLink } from './button-link'
import { EmptyState } from './page-parts'

/** What stands in place of a later page of a list whose rows have all gone since the page before was shown. */
export function NothingOnPage({ firstHref }: { firstHref: string }) {
  return (
    <EmptyState title="Nothing is left on this page" action={<ButtonLink href={firstHref}>Show the first page</ButtonLink>}>
      What it listed was changed or deleted since.
    </EmptyState>
  )
}

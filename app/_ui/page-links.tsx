import { ButtonLink } from './button-link'

interface PageLinksProps {
  /** The name of the list: "Sessions". */
  label: string
  /** The first page, when this is another. */
  first: string | undefined
  next: string | undefined
}

/** Links to the first and the next page of a list. */
export function PageLinks({ label, first, next }: PageLinksProps) {
  if (first === undefined && next === undefined) return null
  return (
    <nav aria-label={`${label}: pages`} className="mt-4 flex gap-2">
      {first && (
        <ButtonLink href={first} size="small">
          First page
        </ButtonLink>
      )}
      {next && (
        <ButtonLink href={next} size="small">
          Next page
        </ButtonLink>
      )}
    </nav>
  )
}

import { ButtonLink } from './button'

interface PageLinksProps {
  /** What the pages are of: "Sessions". */
  label: string
  /** To the first page, when this is another. */
  first: string | undefined
  next: string | undefined
}

/** Where a list goes on; the address says where it is. */
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

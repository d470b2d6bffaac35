import { Notice } from './notice'

interface LinkNoticeProps {
  /** The link's position in the list is not valid, and the first page is shown. */
  isFirstInstead?: boolean
  /** Parameters of the link that were left out. A cursor among them is a position that is not valid, too. */
  invalid?: string[]
}

/** Says what of a link was left out, because it is old, mistyped or of another team. */
export function LinkNotice({ isFirstInstead = false, invalid = [] }: LinkNoticeProps) {
  const filters = invalid.filter((name) => name !== 'cursor').map((name) => name.replaceAll('_', ' '))
  const isFirstPage = isFirstInstead || invalid.includes('cursor')
  if (!isFirstPage && filters.length === 0) return null
  return (
    <div className="mb-4">
      <Notice tone="warn">
        {isFirstPage && <p>The place in the list to which this link leads no longer exists. You see the first page.</p>}
        {filters.length > 0 && <p>This link has a value that does not exist here, so it was left out: {filters.join(', ')}.</p>}
      </Notice>
    </div>
  )
}

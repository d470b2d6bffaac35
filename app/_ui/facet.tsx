import { clsx } from 'clsx'
import { boundedCount } from '@/lib/bounded-count'
import { Link } from './link'

interface FacetProps {
  label: string
  /** The choice that applies no filter. */
  anyLabel: string
  words: Record<string, string>
  /** How many rows each choice would leave together with the other filters; those without a filter are counted under an empty name. */
  counts: Record<string, number | undefined>
  /** The choices that are set. */
  value: string | readonly string[] | undefined
  /** The URL of the list with a choice; without one, that of the list without this filter. */
  hrefOf: (choice: string | undefined) => string
}

/** A filter of a list whose choices are in sight, each a link with its number of rows. */
export function Facet({ label, anyLabel, words, counts, value = [], hrefOf }: FacetProps) {
  const chosen = typeof value === 'string' ? [value] : value
  return (
    <div className="flex max-w-full min-w-0 items-center gap-2">
      <span aria-hidden="true" className="shrink-0 text-xs text-soft">
        {label}
      </span>
      <ul aria-label={label} className="flex min-w-0 flex-wrap gap-0.5 rounded-md border border-line bg-surface p-0.5">
        <Choice href={hrefOf(undefined)} isChosen={chosen.length === 0} words={anyLabel} count={counts['']} />
        {Object.entries(words).map(([choice, word]) => {
          const isChosen = chosen.includes(choice)
          return (
            <Choice key={choice} href={hrefOf(isChosen ? undefined : choice)} isChosen={isChosen} words={word} count={counts[choice]} />
          )
        })}
      </ul>
    </div>
  )
}

interface ChoiceProps {
  href: string
  isChosen: boolean
  words: string
  count: number | undefined
}

function Choice({ href, isChosen, words, count }: ChoiceProps) {
  return (
    <li className="shrink-0">
      <Link
        href={href}
        scroll={false}
        aria-current={isChosen ? 'true' : undefined}
        className={clsx(
          'inline-flex min-h-6 items-center gap-1.5 rounded px-2 text-xs whitespace-nowrap',
          isChosen ? 'bg-accent-wash font-medium text-accent' : 'text-ink hover:bg-sunken',
        )}
      >
        {words} {count !== undefined && <span className={clsx('tabular-nums', !isChosen && 'text-soft')}>{boundedCount(count)}</span>}
      </Link>
    </li>
  )
}

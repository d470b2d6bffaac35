import { clsx } from 'clsx'

/** The first letter of a name: square for a team, round for a person. */
export function Avatar({ name, isRound = false }: { name: string; isRound?: boolean }) {
  const [first = '?'] = name.trim()
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'grid size-6 shrink-0 place-content-center bg-accent-wash text-xs font-semibold text-accent uppercase',
        isRound ? 'rounded-full' : 'rounded-md',
      )}
    >
      {first}
    </span>
  )
}

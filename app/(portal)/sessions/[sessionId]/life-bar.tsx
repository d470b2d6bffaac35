import { Moment } from '@/app/_ui/time'
import { lifeOf } from '@/lib/sessions/life'
import type { SessionRow } from '@/lib/sessions/session-row'

const WIDTH = 1000
const HEIGHT = 16

/** The life of a session as a bar: what has passed, its extensions, and where it is now or ended. The sentence below it says the same. */
export function LifeBar({ session, extendedAt }: { session: SessionRow; extendedAt: readonly Date[] }) {
  const { reached, extensions, words } = lifeOf(session, extendedAt)
  const at = (place: number) => place * WIDTH
  const isActive = session.endedAt === null
  return (
    <figure className="mb-4">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words}
        className="h-4 w-full overflow-visible"
      >
        <rect y="4" width={WIDTH} height="8" rx="4" className="fill-line" />
        <rect y="4" width={at(reached)} height="8" rx="4" className={isActive ? 'fill-accent' : 'fill-soft'} />
        {extensions.map((place, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two extensions may be at the same place
          <rect key={index} x={at(place) - 1} width="2" height={HEIGHT} className="fill-ink" />
        ))}
        <rect x={at(reached) - 2} width="4" height={HEIGHT} className={isActive ? 'fill-accent' : 'fill-soft'} />
      </svg>
      <figcaption className="mt-1 text-xs text-soft">
        <span className="flex flex-wrap justify-between gap-x-4">
          <span>
            Started <Moment at={session.startedAt} />
          </span>
          <span>
            {session.endedAt === null ? 'Expires ' : 'Ended '}
            <Moment at={session.endedAt ?? session.expiresAt} />
          </span>
        </span>
        <span className="mt-1 block">{words}</span>
      </figcaption>
    </figure>
  )
}

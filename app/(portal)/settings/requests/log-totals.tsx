import { counted } from '@/app/_ui/counted'
import { Link } from '@/app/_ui/link'
import { Moment } from '@/app/_ui/time'
import { paths } from '@/lib/paths'
import type { PresentedTotals } from '@/lib/request-log/present'

const NUMBER = new Intl.NumberFormat('en-US')

/** How many calls there were lately, how many of them are in the log, and how far back it reaches. */
export function LogTotals({ totals }: { totals: PresentedTotals }) {
  const { since, calls, errors, recorded, keptDays, limit, oldest } = totals
  if (keptDays === 0)
    return (
      <p className="mb-4">
        Your team does not record calls. An owner or admin can change that under <TeamLink />.
      </p>
    )
  return (
    <p className="mb-4 text-soft">
      Since <Moment at={since} />: <span className="font-medium text-ink">{counted(calls, 'call', 'calls')}</span>,{' '}
      {counted(errors, 'error', 'errors')}.
      {recorded < calls &&
        ` ${NUMBER.format(recorded)} of them ${recorded === 1 ? 'was' : 'were'} recorded: at high rates the log has a sample, errors first.`}{' '}
      Kept for <TeamLink>{counted(keptDays, 'day', 'days')}</TeamLink>
      {limit !== undefined && `, but only the newest ${NUMBER.format(limit)} calls and ${NUMBER.format(limit)} errors`}
      {oldest && (
        <>
          , the oldest is from <Moment at={oldest} />
        </>
      )}
      .
    </p>
  )
}

function TeamLink({ children = 'Team' }: { children?: string }) {
  return (
    <Link href={paths.team} className="underline underline-offset-4">
      {children}
    </Link>
  )
}

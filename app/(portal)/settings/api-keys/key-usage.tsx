import { counted } from '@/app/_ui/counted'
import { Moment } from '@/app/_ui/time'
import { UnderlinedLink } from '@/app/_ui/underlined-link'
import type { PresentedUsage } from '@/lib/api-keys/present'
import { paths } from '@/lib/paths'

const NUMBER = new Intl.NumberFormat('en-US')

/** How often a key was used in the last 30 days, and from where. */
export function KeyUsage({ id, usage: { calls, errors, sessions, days, addresses } }: { id: string; usage: PresentedUsage }) {
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-3 gap-4">
        <Count name="Calls" count={calls} href={`${paths.requests}?key=${id}`} />
        <Count name="Errors" count={errors} href={`${paths.requests}?key=${id}&status=error`} />
        <Count name="Sessions opened" count={sessions} href={`${paths.sessionsOpenedBy(id)}&range=30d`} />
      </dl>
      {calls > 0 && <Days days={days} />}
      {addresses.length > 0 && <Addresses addresses={addresses} />}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <UnderlinedLink href={paths.memoriesOfKey(id)}>Memories last written with it</UnderlinedLink>
        <UnderlinedLink href={`${paths.audit}?target=${id}`}>Audit log of the key</UnderlinedLink>
      </p>
    </div>
  )
}

function Count({ name, count, href }: { name: string; count: number; href: string }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="mt-0.5 text-lg font-semibold tabular-nums">
        <UnderlinedLink href={href}>{NUMBER.format(count)}</UnderlinedLink>
      </dd>
    </div>
  )
}

const callsInWords = (day: string, calls: number, errors: number) =>
  `${day}: ${counted(calls, 'call', 'calls')}, ${counted(errors, 'error', 'errors')}`

/** A bar for each day, with the errors below in another colour; the same numbers are in the text of each bar. */
function Days({ days }: Pick<PresentedUsage, 'days'>) {
  const most = Math.max(...days.map(({ calls }) => calls), 1)
  return (
    <figure>
      <ul aria-label="Calls per day" className="flex h-14 items-end gap-0.5 border-b border-line">
        {days.map(({ day, calls, errors }) => (
          <li key={day} title={callsInWords(day, calls, errors)} className="flex h-full min-w-0 flex-1 flex-col justify-end">
            <span className="sr-only">{callsInWords(day, calls, errors)}</span>
            <span style={{ height: heightOf(calls - errors, most) }} className="block rounded-t-xs bg-accent" />
            <span style={{ height: heightOf(errors, most) }} className="block bg-bad" />
          </li>
        ))}
      </ul>
      <figcaption className="mt-1 flex justify-between text-xs text-soft">
        <span>{days[0]?.day}</span>
        <span>Calls per day (UTC), at most {NUMBER.format(most)}</span>
        <span>Today</span>
      </figcaption>
    </figure>
  )
}

/** At least a pixel where there is anything. */
const heightOf = (count: number, most: number) => (count === 0 ? 0 : `max(1px, ${(100 * count) / most}%)`)

function Addresses({ addresses }: Pick<PresentedUsage, 'addresses'>) {
  return (
    <table className="w-full text-left [&_td]:py-1 [&_td]:pr-3 [&_td]:align-top [&_th]:pb-1 [&_th]:pr-3 [&_th]:text-xs [&_th]:font-medium [&_th]:text-soft">
      <thead>
        <tr>
          <th scope="col">Address</th>
          <th scope="col">Calls</th>
          <th scope="col">Last call</th>
        </tr>
      </thead>
      <tbody>
        {addresses.map(({ address, calls, lastAt }) => (
          <tr key={address}>
            <td className="font-mono text-xs leading-5 break-all">{address || <span className="font-sans">Other or unknown</span>}</td>
            <td className="tabular-nums">{NUMBER.format(calls)}</td>
            <td>
              <Moment at={lastAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

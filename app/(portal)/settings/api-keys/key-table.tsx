import { Ellipsis } from 'lucide-react'
import { ButtonLink } from '@/app/_ui/button'
import { Table } from '@/app/_ui/page-parts'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import type { PresentedKey } from '@/lib/api-keys/present'
import { KeyBadge } from './key-badge'

interface KeyTableProps {
  keys: PresentedKey[]
  /** The list with the panel of a key. */
  peekHref: (id: string) => string
}

/** The keys of the team, one row each. A panel shows the rest of a key. */
export function KeyTable({ keys, peekHref }: KeyTableProps) {
  return (
    <Table
      label="Team keys"
      head={
        <tr>
          <th scope="col">Key</th>
          <th scope="col">Permissions</th>
          <th scope="col">Last used</th>
          <th scope="col">Expires</th>
          <th scope="col">State</th>
          <th scope="col">
            <span className="sr-only">Manage</span>
          </th>
        </tr>
      }
    >
      {keys.map((key) => (
        <KeyRow key={key.id} presented={key} href={peekHref(key.id)} />
      ))}
    </Table>
  )
}

function KeyRow({ presented, href }: { presented: PresentedKey; href: string }) {
  const { id, name, lastFour, isUsable, preset, agents, lastUsedAt, lastUsedIp, expiresAt, revoked, now } = presented
  return (
    <tr className={isUsable ? undefined : 'text-soft'}>
      <td className="title align-top">
        <RowLink id={id} href={href} peekHref={href} dir="auto" className="font-medium break-words underline-offset-4 hover:underline">
          {name}
        </RowLink>
        <span className="block font-mono text-xs text-soft">
          {`mk_live_${id}_`}
          <wbr />
          {`…${lastFour}`}
        </span>
        {revoked && (
          <span className="block text-xs">
            Revoked by <UserText>{revoked.by}</UserText> <Moment at={revoked.at} />: <UserText>{revoked.reason}</UserText>
          </span>
        )}
      </td>
      <td data-label="Permissions" className="align-top">
        {preset ?? 'Custom'}
        <span className="block max-w-48 truncate text-xs text-soft">{agentsInWords(agents)}</span>
      </td>
      <td data-label="Last used" className="align-top">
        {lastUsedAt ? <Moment at={lastUsedAt} relativeTo={now} /> : 'Never'}
        {lastUsedIp && <span className="block font-mono text-xs break-all text-soft">{lastUsedIp}</span>}
      </td>
      <td data-label="Expires" className="align-top">
        {expiresAt ? <Moment at={expiresAt} relativeTo={now} /> : 'Never'}
      </td>
      <td data-label="State" className="align-top">
        <KeyBadge presented={presented} />
      </td>
      <td className="w-0 align-top">
        <ButtonLink href={href} scroll={false} prefetch={false} kind="quiet" size="small" aria-label={`Manage ${name}`}>
          <Ellipsis aria-hidden="true" />
        </ButtonLink>
      </td>
    </tr>
  )
}

function agentsInWords(agents: string[] | null): string {
  if (agents === null) return 'All agents'
  if (agents.length === 0) return 'No agents'
  return agents.length === 1 ? String(agents[0]) : `${agents.length} agents`
}

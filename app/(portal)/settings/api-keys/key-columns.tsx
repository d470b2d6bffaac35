import type { Column } from '@/app/_ui/column-table'
import { RowLink } from '@/app/_ui/row-link'
import { Moment } from '@/app/_ui/time'
import { UserText } from '@/app/_ui/user-text'
import { type ListUrl, peekHref } from '@/app/_url/search'
import type { PresentedKey } from '@/lib/api-keys/present'
import type { KeySort } from '@/lib/api-keys/rules'
import { KeyBadge } from './key-badge'

const ascending = (sort: KeySort) => ({ sort, direction: 'ascending' as const })
const descending = (sort: KeySort) => ({ sort, direction: 'descending' as const })

/** The columns of the list of keys. */
export function keyColumns(url: ListUrl): Column<PresentedKey>[] {
  return [
    {
      id: 'key',
      label: 'Key',
      isTitle: true,
      isFixed: true,
      className: 'align-top',
      orders: [{ sorts: [ascending('name'), descending('name_desc')] }],
      cell: (key) => <KeyName presented={key} href={peekHref(url, key.id)} />,
    },
    { id: 'permissions', label: 'Permissions', className: 'align-top', cell: (key) => <KeyPermissions presented={key} /> },
    {
      id: 'last_used',
      label: 'Last used',
      className: 'align-top',
      orders: [{ sorts: [descending('last_used'), ascending('last_used_asc')] }],
      cell: (key) => <LastUse presented={key} />,
    },
    {
      id: 'expires',
      label: 'Expires',
      className: 'align-top',
      orders: [{ sorts: [ascending('expires'), descending('expires_desc')] }],
      cell: ({ expiresAt, now }) => (expiresAt ? <Moment at={expiresAt} relativeTo={now} /> : 'Never'),
    },
    {
      id: 'created',
      label: 'Created',
      className: 'roomy align-top',
      orders: [{ sorts: [descending('newest'), ascending('oldest')] }],
      cell: ({ createdAt, now }) => <Moment at={createdAt} relativeTo={now} />,
    },
    { id: 'state', label: 'State', className: 'align-top', cell: (key) => <KeyBadge presented={key} /> },
  ]
}

function KeyName({ presented: { id, name, lastFour, revoked }, href }: { presented: PresentedKey; href: string }) {
  return (
    <>
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
    </>
  )
}

const KeyPermissions = ({ presented: { preset, agents } }: { presented: PresentedKey }) => (
  <>
    {preset ?? 'Custom'}
    <span title={agentsInWords(agents)} className="block max-w-48 truncate text-xs text-soft">
      {agentsInWords(agents)}
    </span>
  </>
)

const LastUse = ({ presented: { lastUsedAt, lastUsedIp, now } }: { presented: PresentedKey }) => (
  <>
    {lastUsedAt ? <Moment at={lastUsedAt} relativeTo={now} /> : 'Never'}
    {lastUsedIp && <span className="block font-mono text-xs break-all text-soft">{lastUsedIp}</span>}
  </>
)

function agentsInWords(agents: string[] | null): string {
  if (agents === null) return 'All agents'
  if (agents.length === 0) return 'No agents'
  return agents.length === 1 ? String(agents[0]) : `${agents.length} agents`
}

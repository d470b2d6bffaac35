import Link from 'next/link'
import type { ReactNode } from 'react'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { ShownMember } from '@/lib/teams/present'

interface RemovalPreviewProps {
  personId: string
  name: string
  removal: NonNullable<ShownMember['removal']>
}

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`)

/** What ends when a person is removed from the team, and which keys keep working. */
export function RemovalPreview({ personId, name, removal: { sessions, invites, keys } }: RemovalPreviewProps) {
  return (
    <div className="rounded-md bg-sunken p-3">
      <p className="font-medium">
        Removing <UserText>{name}</UserText>
      </p>
      <ul className="list-disc pl-5">
        <li>
          {sessions === 0 ? (
            'ends no session: they have none open'
          ) : (
            <>
              ends <Underlined href={paths.sessionsOpenedBy(personId)}>{counted(sessions, 'open session', 'open sessions')}</Underlined>
            </>
          )}
        </li>
        <li>{invites === 0 ? 'withdraws no invite' : `withdraws ${counted(invites, 'invite', 'invites')} that they sent`}</li>
        <li>
          {keys.length === 0 ? (
            'leaves no API key behind'
          ) : (
            <>
              leaves <Underlined href={paths.apiKeys}>{counted(keys.length, 'API key', 'API keys')}</Underlined> that they created, which
              keep working: <Names names={keys} />. Revoke what nobody needs.
            </>
          )}
        </li>
      </ul>
    </div>
  )
}

const NAMES_SHOWN = 5

function Names({ names }: { names: string[] }) {
  const more = names.length - NAMES_SHOWN
  return (
    <>
      {names.slice(0, NAMES_SHOWN).map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two keys may have the same name, and the list never changes its order
        <span key={index}>
          {index > 0 && ', '}
          <UserText>{name}</UserText>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}

function Underlined({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className="font-medium underline underline-offset-4">
      {children}
    </Link>
  )
}

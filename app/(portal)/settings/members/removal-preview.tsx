import type { ReactNode } from 'react'
import { counted } from '@/app/_ui/counted'
import { Link } from '@/app/_ui/link'
import { UserText } from '@/app/_ui/user-text'
import { paths } from '@/lib/paths'
import type { ShownMember } from '@/lib/teams/present'

interface RemovalPreviewProps {
  personId: string
  name: string
  removal: NonNullable<ShownMember['removal']>
}

/** What ends when a person is removed from the team, and which keys keep working. */
export function RemovalPreview({ personId, name, removal: { sessions, invites, links, keys } }: RemovalPreviewProps) {
  if (sessions === 0 && invites === 0 && links === 0 && keys.length === 0)
    return (
      <p>
        <UserText>{name}</UserText> has no open session, no pending invite, no open password link and no API key.
      </p>
    )
  return (
    <div className="rounded-md bg-sunken p-3">
      <p className="font-medium">
        Removing <UserText>{name}</UserText>
      </p>
      <ul className="list-disc pl-5">
        {sessions > 0 && (
          <li>
            ends <Underlined href={paths.sessionsOpenedBy(personId)}>{counted(sessions, 'open session', 'open sessions')}</Underlined>
          </li>
        )}
        {invites > 0 && <li>withdraws {counted(invites, 'invite', 'invites')} that they sent</li>}
        {links > 0 && <li>ends {counted(links, 'open password link', 'open password links')} of theirs, or that they may have made</li>}
        {keys.length > 0 && <KeysThatStay names={keys} />}
      </ul>
    </div>
  )
}

function KeysThatStay({ names }: { names: string[] }) {
  return (
    <li>
      leaves <Underlined href={paths.apiKeys}>{counted(names.length, 'API key', 'API keys')}</Underlined> that they created, which keep
      working: <Names names={names} />. Revoke what nobody needs.
    </li>
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
    <Link href={href} className="font-medium underline underline-offset-4">
      {children}
    </Link>
  )
}

'use client'

import { ChevronsUpDown, Settings, Users } from 'lucide-react'
import { Avatar } from '@/app/_ui/avatar'
import { Disclosure } from '@/app/_ui/disclosure'
import { Link } from '@/app/_ui/link'
import { Chosen, MenuButton, MenuGroup } from '@/app/_ui/menu-items'
import { PlainForm } from '@/app/_ui/plain-form'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { switchTeam } from './actions'

interface Team {
  id: string
  name: string
}

/** The team that is shown, as the button of a menu with the other teams of the person. */
export function TeamMenu({ team, teams, role }: { team: Team; teams: Team[]; role: Role }) {
  return (
    <div className="min-w-0 flex-1 rail-narrow:flex-none">
      <Disclosure
        as="popover"
        name={`${team.name}, teams`}
        title="Teams"
        kind="quiet"
        className="h-9 w-full max-w-full justify-start gap-2 px-1.5 text-ink rail-narrow:w-8 rail-narrow:px-1"
        label={<TeamName name={team.name} />}
      >
        <MenuGroup label="Teams">
          <PlainForm action={switchTeam}>
            {teams.map(({ id, name }) => (
              <MenuButton key={id} name="team" value={id} aria-current={id === team.id ? 'true' : undefined}>
                <Avatar name={name} />
                <span dir="auto" className="min-w-0 break-words">
                  {name}
                </span>
                {id === team.id && <Chosen />}
              </MenuButton>
            ))}
          </PlainForm>
        </MenuGroup>
        <MenuGroup>
          <Link href={paths.members} className="menu-item">
            <Users aria-hidden="true" />
            People in this team
          </Link>
          {roleHasCapability(role, 'policy:manage') && (
            <Link href={paths.team} className="menu-item">
              <Settings aria-hidden="true" />
              Team settings
            </Link>
          )}
        </MenuGroup>
      </Disclosure>
    </div>
  )
}

function TeamName({ name }: { name: string }) {
  return (
    <>
      <Avatar name={name} />
      <span dir="auto" title={name} className="min-w-0 flex-1 truncate text-left rail-narrow:sr-only">
        {name}
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-soft rail-narrow:hidden" />
    </>
  )
}

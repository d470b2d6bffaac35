'use client'

import { ChevronsUpDown, LogOut, UserRound } from 'lucide-react'
import { Avatar } from '@/app/_ui/avatar'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Disclosure } from '@/app/_ui/disclosure'
import { Link } from '@/app/_ui/link'
import { MenuButton, MenuGroup } from '@/app/_ui/menu-items'
import { PlainForm } from '@/app/_ui/plain-form'
import { ThemeSwitch } from '@/app/_ui/theme-switch'
import { paths } from '@/lib/paths'
import { signOut } from './actions'

/** The person who is signed in, as the button of a menu: account, theme and sign-out. */
export function UserMenu({ name, email }: { name: string; email: string }) {
  const shown = name || email
  const isInBrowser = useIsInBrowser()
  return (
    <Disclosure
      as="popover"
      name={`${shown}, your account`}
      title="Your account"
      kind="quiet"
      className="h-10 w-full max-w-full justify-start gap-2 px-1 font-normal text-ink rail-narrow:justify-center"
      label={<PersonName name={shown} />}
    >
      <MenuGroup label={email}>
        <Link href={paths.account} className="menu-item">
          <UserRound aria-hidden="true" />
          Account
        </Link>
      </MenuGroup>
      {isInBrowser && (
        <MenuGroup>
          <div className="flex items-center justify-between px-2">
            <span aria-hidden="true">Theme</span>
            <ThemeSwitch />
          </div>
        </MenuGroup>
      )}
      <MenuGroup>
        <PlainForm action={signOut}>
          <MenuButton>
            <LogOut aria-hidden="true" />
            Sign out
          </MenuButton>
        </PlainForm>
      </MenuGroup>
    </Disclosure>
  )
}

function PersonName({ name }: { name: string }) {
  return (
    <>
      <Avatar name={name} isRound />
      <span dir="auto" title={name} className="min-w-0 flex-1 truncate text-left rail-narrow:sr-only">
        {name}
      </span>
      <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-soft rail-narrow:hidden" />
    </>
  )
}

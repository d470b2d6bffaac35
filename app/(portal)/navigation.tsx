'use client'

import { Activity, Bot, FileText, KeyRound, LayoutDashboard, ListTree, ScrollText, Settings, UserRound, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { cn } from '@/app/_ui/cn'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { LinkPending } from './navigation-pending'

const PAGES = [
  { label: 'Dashboard', href: paths.dashboard, icon: LayoutDashboard },
  { label: 'Agents', href: paths.agents, icon: Bot },
  { label: 'Sessions', href: paths.sessions, icon: Activity },
  { label: 'Summaries', href: paths.summaries, icon: FileText },
  { label: 'API keys', href: paths.apiKeys, icon: KeyRound, requires: 'keys:manage' },
  { label: 'Members', href: paths.members, icon: Users },
  { label: 'Team', href: paths.team, icon: Settings, requires: 'policy:manage' },
  { label: 'Audit log', href: paths.audit, icon: ScrollText, requires: 'audit:read' },
  { label: 'Requests', href: paths.requests, icon: ListTree, requires: 'audit:read' },
  { label: 'Account', href: paths.account, icon: UserRound },
] as const

/** The pages that a role may open. The server refuses the others whether or not they are shown. */
export const pagesFor = (role: Role) => PAGES.filter((page) => !('requires' in page) || roleHasCapability(role, page.requires))

/** Pages with a time range, which stays the same when a person moves between them. */
const WITH_TIME_RANGE: string[] = [paths.dashboard, paths.sessions, paths.summaries]

function useLinkWithTime(): (href: string) => string {
  const [path, search] = [usePathname(), useSearchParams()]
  const kept = new URLSearchParams([...search].filter(([name]) => ['range', 'from', 'to', 'zone'].includes(name)))
  const isKept = kept.size > 0 && WITH_TIME_RANGE.includes(path)
  return (href) => (isKept && WITH_TIME_RANGE.includes(href) ? `${href}?${kept}` : href)
}

/** The links to the pages of the portal. */
export function Navigation({ role }: { role: Role }) {
  const path = usePathname()
  const withTime = useLinkWithTime()
  return (
    <nav aria-label="Portal">
      <ul className="grid grid-cols-2 gap-1 md:grid-cols-1">
        {pagesFor(role).map(({ label, href, icon: Icon }) => {
          const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
          return (
            <li key={href}>
              <Link
                href={withTime(href)}
                aria-current={isHere ? 'page' : undefined}
                className={cn(
                  'flex items-center gap-2 rounded-md px-2 py-1.5 whitespace-nowrap',
                  isHere ? 'bg-accent-wash font-medium text-accent' : 'text-soft hover:bg-sunken hover:text-ink',
                )}
              >
                <Icon className="size-4" aria-hidden="true" />
                {label}
                <LinkPending />
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

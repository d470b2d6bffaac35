'use client'

import { clsx } from 'clsx'
import {
  Activity,
  Bot,
  Brain,
  FileText,
  KeyRound,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { Link } from '@/app/_ui/link'
import { type Role, roleHasCapability } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import { LinkPending } from './navigation-pending'

const PAGES = [
  { label: 'Dashboard', href: paths.dashboard, icon: LayoutDashboard },
  { label: 'Agents', href: paths.agents, icon: Bot },
  { label: 'Memories', href: paths.memories, icon: Brain },
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
const WITH_TIME_RANGE: string[] = [paths.sessions, paths.memories, paths.summaries]

function useLinkWithTime(): (href: string) => string {
  const [path, search] = [usePathname(), useSearchParams()]
  const kept = new URLSearchParams([...search].filter(([name]) => ['range', 'from', 'to', 'zone'].includes(name)))
  const isKept = kept.size > 0 && WITH_TIME_RANGE.includes(path)
  return (href) => (isKept && WITH_TIME_RANGE.includes(href) ? `${href}?${kept}` : href)
}

const SETTINGS = '/settings/'

const GROUPS = [
  { id: 'work', label: 'Work', isIn: (href: string) => !href.startsWith(SETTINGS) },
  { id: 'settings', label: 'Settings', isIn: (href: string) => href.startsWith(SETTINGS) },
]

/** What waits for somebody on a page: its number and what it is. */
export type PageCounts = Partial<Record<string, { count: string; words: string }>>

/** The links to the pages of the portal, in groups, with what waits there. The account is in the menu of the person. */
export function Navigation({ role, counts }: { role: Role; counts: PageCounts }) {
  const pages = pagesFor(role).filter(({ href }) => href !== paths.account)
  return (
    <nav aria-label="Portal" className="grid gap-5">
      {GROUPS.map(({ id, label, isIn }) => (
        <div key={id}>
          <p id={`navigation-${id}`} className="mb-1 px-2 text-xs font-medium text-soft rail-narrow:sr-only">
            {label}
          </p>
          <ul aria-labelledby={`navigation-${id}`} className="grid gap-0.5">
            {pages
              .filter(({ href }) => isIn(href))
              .map((page) => (
                <li key={page.href}>
                  <PageLink {...page} waiting={counts[page.href]} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

interface PageLinkProps {
  label: string
  href: string
  icon: LucideIcon
  waiting: PageCounts[string]
}

function PageLink({ label, href, icon: Icon, waiting }: PageLinkProps) {
  const path = usePathname()
  const withTime = useLinkWithTime()
  const isHere = href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)
  return (
    <Link
      href={withTime(href)}
      title={label}
      aria-current={isHere ? 'page' : undefined}
      className={clsx(
        'navigation-item relative',
        isHere ? 'bg-accent-wash font-medium text-accent' : 'text-soft hover:bg-sunken hover:text-ink',
      )}
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="rail-narrow:sr-only">{label}</span>
      {waiting && <Waiting {...waiting} />}
      <LinkPending />
    </Link>
  )
}

/** A number next to a link; in a narrow navigation a dot. */
function Waiting({ count, words }: { count: string; words: string }) {
  return (
    <span className="ml-auto rounded-full bg-warn-wash px-1.5 text-xs font-medium text-warn tabular-nums rail-narrow:absolute rail-narrow:top-1 rail-narrow:right-1.5 rail-narrow:size-2 rail-narrow:overflow-hidden rail-narrow:bg-warn rail-narrow:px-0">
      <span className="rail-narrow:sr-only">{count}</span>
      <span className="sr-only"> {words}</span>
    </span>
  )
}

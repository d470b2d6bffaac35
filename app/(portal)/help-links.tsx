'use client'

import { BookOpen, LifeBuoy } from 'lucide-react'
import { paths } from '@/lib/paths'

const LINKS = [
  { label: 'Docs', href: paths.docs, icon: BookOpen },
  { label: 'Help with errors', href: paths.errorGuide, icon: LifeBuoy },
] as const

/** Links to the documentation, which has a page of its own outside of the portal. */
export function HelpLinks() {
  return (
    <ul className="grid gap-0.5" aria-label="Documentation">
      {LINKS.map(({ label, href, icon: Icon }) => (
        <li key={href}>
          <a href={href} title={label} className="navigation-item text-soft hover:bg-sunken hover:text-ink">
            <Icon className="size-4 shrink-0" aria-hidden="true" />
            <span className="rail-narrow:sr-only">{label}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

'use client'

import { clsx } from 'clsx'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef } from 'react'
import { Link } from './link'

/** A part of a page that has its own URL. */
export interface Tab {
  href: string
  label: string
  /** By default the tab is current whose URL has the path of the page. */
  isCurrent?: boolean
  /** Stands after the label, such as a number. */
  mark?: ReactNode
}

/** Links to the parts of a page. Where they do not fit, they scroll sideways, with the current one in sight. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const path = usePathname()
  const list = useRef<HTMLUListElement>(null)
  const isShown = ({ href, isCurrent = href === path }: Tab) => isCurrent
  const current = tabs.find(isShown)?.href
  useEffect(() => {
    if (current !== undefined) showCurrent(list.current)
  }, [current])
  return (
    <nav aria-label={label} className="mb-4 border-line border-b">
      <ul ref={list} className="relative -mb-px flex gap-x-1 overflow-x-auto [scrollbar-width:none]">
        {tabs.map(({ href, label: text, mark }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={href === current ? 'page' : undefined}
              className={clsx(
                'inline-flex min-h-9 items-center gap-1.5 whitespace-nowrap border-b-2 px-3 -outline-offset-2',
                href === current ? 'border-accent font-medium' : 'border-transparent text-soft hover:text-ink',
              )}
            >
              {text}
              {mark}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** Scrolls the tabs, and not the page, so that the current one is in the middle. */
function showCurrent(list: HTMLElement | null): void {
  const tab = list?.querySelector<HTMLElement>('[aria-current]')
  if (list && tab) list.scrollLeft = tab.offsetLeft - (list.clientWidth - tab.offsetWidth) / 2
}

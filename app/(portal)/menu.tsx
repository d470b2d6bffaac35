'use client'

import { MenuIcon, X } from 'lucide-react'
import { usePathname, useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'

/**
 * The navigation with a bar above it. On a phone only the bar is visible; a checkbox in it opens the rest over the page. Another page closes
 * it.
 */
export function Menu({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  const path = `${usePathname()}?${useSearchParams()}`
  return (
    <div className="group/menu flex flex-col md:h-full">
      <div className="flex items-center gap-2 px-3 py-2 md:flex-wrap md:pt-3 rail-narrow:flex-col">
        {bar}
        <label className="relative grid size-9 shrink-0 place-content-center rounded-md has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent md:hidden">
          <input key={path} type="checkbox" data-menu aria-label="Show menu" className="absolute inset-0 cursor-pointer opacity-0" />
          <MenuIcon aria-hidden="true" className="size-5 group-has-[[data-menu]:checked]/menu:hidden" />
          <X aria-hidden="true" className="hidden size-5 group-has-[[data-menu]:checked]/menu:block" />
        </label>
      </div>
      <div className="hidden flex-1 flex-col overflow-y-auto px-3 pt-2 pb-3 group-has-[[data-menu]:checked]/menu:flex max-md:fixed max-md:inset-x-0 max-md:top-[3.3125rem] max-md:bottom-0 max-md:bg-surface md:flex">
        {children}
      </div>
    </div>
  )
}

'use client'

import { MenuIcon } from 'lucide-react'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'

/** A bar with, on a phone, a checkbox that opens the menu below it. Another page closes it. */
export function Menu({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  const path = usePathname()
  return (
    <div className="group/menu">
      <div className="flex items-center gap-2 px-2 md:mb-3">
        {bar}
        <label className="relative grid size-9 place-content-center rounded-md has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent md:hidden">
          <input key={path} type="checkbox" data-menu aria-label="Show menu" className="absolute inset-0 cursor-pointer opacity-0" />
          <MenuIcon aria-hidden="true" className="size-5" />
        </label>
      </div>
      <div className="hidden pt-2 pb-1 group-has-[[data-menu]:checked]/menu:block md:block">{children}</div>
    </div>
  )
}

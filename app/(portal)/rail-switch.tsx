'use client'

import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { writeCookie } from '@/app/_ui/write-cookie'
import { RAIL_COOKIE } from './rail-width'

/** Makes the navigation narrow or wide. The browser keeps the choice in a cookie, so that the next page has the right width at once. */
export function RailSwitch({ isNarrow: wasNarrow }: { isNarrow: boolean }) {
  const [isNarrow, setIsNarrow] = useState(wasNarrow)
  const change = ({ currentTarget }: MouseEvent) => {
    const rail = isNarrow ? 'wide' : 'narrow'
    writeCookie(RAIL_COOKIE, rail)
    currentTarget.closest('[data-rail]')?.setAttribute('data-rail', rail)
    setIsNarrow(!isNarrow)
  }
  const Icon = isNarrow ? PanelLeftOpen : PanelLeftClose
  return (
    <button
      type="button"
      onClick={change}
      aria-expanded={!isNarrow}
      title={isNarrow ? 'Expand navigation' : 'Collapse navigation'}
      className="navigation-item text-soft hover:bg-sunken hover:text-ink max-md:hidden noscript:hidden"
    >
      <Icon className="size-4 shrink-0" aria-hidden="true" />
      <span className="rail-narrow:sr-only">{isNarrow ? 'Expand navigation' : 'Collapse navigation'}</span>
    </button>
  )
}

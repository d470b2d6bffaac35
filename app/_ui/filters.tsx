import { clsx } from 'clsx'
import { SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { buttonStyle } from './button'

/** The filters of a list. On a phone they are folded behind a button, which is a checkbox, so that it works without JavaScript and stays open when a choice applies. */
export function Filters({ children, className = 'mb-4' }: { children: ReactNode; className?: string }) {
  return (
    <div className={clsx('group/filters grid grid-cols-[minmax(0,1fr)] gap-3', className)}>
      <label className={clsx(buttonStyle({}), BUTTON)}>
        <input type="checkbox" data-filters aria-label="Show filters" className="absolute inset-0 cursor-pointer opacity-0" />
        <SlidersHorizontal aria-hidden="true" />
        Filters
      </label>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 max-sm:not-group-has-[[data-filters]:checked]/filters:hidden">{children}</div>
    </div>
  )
}

const BUTTON = 'relative w-fit has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent sm:hidden'

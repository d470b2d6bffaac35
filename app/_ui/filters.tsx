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
      <div className={clsx('grid grid-cols-[minmax(0,1fr)] gap-3', FOLDED)}>{children}</div>
    </div>
  )
}

/** Hides what belongs to the filters as long as they are folded. It may stand outside of `Filters`, in an element around both of the class `group/filters`. */
export const FOLDED = 'max-sm:not-group-has-[[data-filters]:checked]/filters:hidden'

const BUTTON = 'relative w-fit has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent sm:hidden'

import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'

/** A line of a menu that sends the form around it. */
export function MenuButton({ className, ...rest }: Omit<ComponentProps<'button'>, 'type'>) {
  return <button type="submit" className={clsx('menu-item', className)} {...rest} />
}

/** A group of a menu, with a line above it unless it is the first. */
export function MenuGroup({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5 not-first:mt-1.5 not-first:border-line not-first:border-t not-first:pt-1.5">
      {label && <p className="px-2 py-1 text-xs text-soft">{label}</p>}
      {children}
    </div>
  )
}

/** Marks the line of a menu that is chosen. */
export const Chosen = () => <Check aria-hidden="true" className="ml-auto text-accent" />

import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** Names and values, in as many columns as fit, or in the columns that `className` says. */
export function Facts({ className, children }: { className?: string; children: ReactNode }) {
  return <dl className={clsx('facts', className)}>{children}</dl>
}

/** A name with its value. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="mt-0.5 break-words">{children}</dd>
    </div>
  )
}

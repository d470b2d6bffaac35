import type { ReactNode } from 'react'

interface DisclosureProps {
  summary: string
  /** The summary with the thing that it is about, for screen readers. */
  label: string
  /** Open because a form inside has an outcome to show. */
  isOpen: boolean
  children: ReactNode
}

/** A form that is collapsed until its summary is pressed. */
export function Disclosure({ summary, label, isOpen, children }: DisclosureProps) {
  return (
    <details open={isOpen || undefined} className="open:rounded-md open:border open:border-line open:p-3">
      <summary aria-label={label} className="w-fit cursor-pointer font-medium text-accent">
        {summary}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  )
}

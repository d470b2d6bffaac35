import type { ReactNode } from 'react'
import { Disclosure as Part } from '@/app/_ui/disclosure'

interface DisclosureProps {
  summary: string
  /** The summary with the thing that it is about, for screen readers. */
  label: string
  /** Open because a form inside has an outcome to show. */
  isOpen: boolean
  children: ReactNode
}

/** A form that is collapsed until its button is pressed. It opens below the button, next to the key that it is about. */
export function Disclosure({ summary, label, isOpen, children }: DisclosureProps) {
  return (
    <Part as="part" size="small" label={summary} name={label} isOpen={isOpen}>
      <div className="rounded-md border border-line p-3">{children}</div>
    </Part>
  )
}

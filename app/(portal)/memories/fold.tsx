import type { ReactNode } from 'react'
import { PartSummary } from '@/app/_ui/disclosure'

interface FoldProps {
  label: string
  children: ReactNode
}

/** A button that opens fields below it. They stay inside the form around it, so it is no dialog. */
export function Fold({ label, children }: FoldProps) {
  return (
    <details className="open:w-full">
      <PartSummary size="small">{label}</PartSummary>
      <div className="mt-2 rounded-lg border border-line bg-surface p-4">{children}</div>
    </details>
  )
}

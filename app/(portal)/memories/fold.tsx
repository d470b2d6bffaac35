import { type ReactNode, use } from 'react'
import { PartSummary } from '@/app/_ui/disclosure'
import { FormContext, isErrorOf } from '@/app/_ui/form-context'

interface FoldProps {
  label: string
  /** The names by which errors of the fields are found. */
  names: string[]
  children: ReactNode
}

/** A button that opens fields below it. They stay inside the form around it, so it is no dialog. An error of one of the fields opens it. */
export function Fold({ label, names, children }: FoldProps) {
  const { errors = [] } = use(FormContext)
  const isRefused = errors.some((error) => names.some((name) => isErrorOf(name, error)))
  return (
    <details open={isRefused || undefined} className="open:w-full">
      <PartSummary size="small">{label}</PartSummary>
      <div className="mt-2 rounded-lg border border-line bg-surface p-4">{children}</div>
    </details>
  )
}

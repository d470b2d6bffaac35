import type { ReactNode } from 'react'

interface FoldProps {
  label: string
  isOpen?: boolean | undefined
  children: ReactNode
}

/** A button that opens a form below it, also without JavaScript. */
export function Fold({ label, isOpen, children }: FoldProps) {
  return (
    <details className="open:w-full" open={isOpen || undefined}>
      <summary className="inline-flex h-7 cursor-pointer list-none items-center rounded-md border border-line bg-surface px-2 text-xs font-medium hover:bg-sunken [&::-webkit-details-marker]:hidden">
        {label}
      </summary>
      <div className="mt-2 rounded-lg border border-line bg-surface p-4">{children}</div>
    </details>
  )
}

import type { ReactNode } from 'react'

/** A field of a list's filters. */
export function FilterField({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label className="grid gap-1 text-xs text-soft">
      {label}
      {children}
    </label>
  )
}

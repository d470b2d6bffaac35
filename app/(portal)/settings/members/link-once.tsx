import type { ReactNode } from 'react'
import { Snippet } from '@/app/_ui/copy'

/** A link that is told once. */
export function LinkOnce({ link, label, children }: { link: string; label: string; children: ReactNode }) {
  return (
    <div className="grid gap-2">
      <p>{children}</p>
      <Snippet text={link} label={label} />
    </div>
  )
}

'use client'

import type { ReactNode } from 'react'
import { Snippet } from '@/app/_ui/copy'

/** A link that is told once; its copy button is at hand. */
export function LinkOnce({ link, label, children }: { link: string; label: string; children: ReactNode }) {
  return (
    <div key={link} ref={focusItsButton} className="grid gap-2">
      <p>{children}</p>
      <Snippet text={link} label={label} />
    </div>
  )
}

const focusItsButton = (place: HTMLElement | null) => place?.querySelector('button')?.focus()

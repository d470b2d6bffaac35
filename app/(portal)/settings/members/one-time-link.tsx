'use client'

import type { ReactNode } from 'react'
import { Snippet } from '@/app/_ui/copy'

/** A link that can be shown only now. Its copy button gets the focus. */
export function OneTimeLink({ link, label, children }: { link: string; label: string; children: ReactNode }) {
  return (
    <div key={link} ref={focusButton} className="grid gap-2">
      <p>{children}</p>
      <Snippet text={link} label={label} />
    </div>
  )
}

const focusButton = (element: HTMLElement | null) => element?.querySelector('button')?.focus()

'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Snippet } from '@/app/_ui/copy'

/** A link that is told once; its copy button is at hand. */
export function LinkOnce({ link, label, children }: { link: string; label: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the next link is at hand too
  useEffect(() => place.current?.querySelector('button')?.focus(), [link])
  return (
    <div ref={place} className="grid gap-2">
      <p>{children}</p>
      <Snippet text={link} label={label} />
    </div>
  )
}

import { clsx } from 'clsx'
import type { ReactNode } from 'react'

const LOOKS = {
  good: 'bg-good-wash p-3',
  warn: 'border border-warn/40 bg-warn-wash px-3 py-2 text-warn',
  bad: 'border border-bad/40 bg-bad-wash px-3 py-2 text-bad',
} as const

interface NoticeProps {
  /** `warn` and `bad` are read out by screen readers at once. Put a `good` one in an element with the role `status`. */
  tone: keyof typeof LOOKS
  children: ReactNode
}

/** A box that says what happened; nothing without content. */
export function Notice({ tone, children }: NoticeProps) {
  if (!children) return null
  return (
    <div role={tone === 'good' ? undefined : 'alert'} className={clsx('rounded-md', LOOKS[tone])}>
      {children}
    </div>
  )
}

import type { ReactNode } from 'react'

/** A text that somebody typed, inside other text. It has its own direction, which does not affect the text around it. */
export function UserText({ children }: { children: ReactNode }) {
  return <bdi dir="auto">{children}</bdi>
}

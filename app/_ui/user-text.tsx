import type { ReactNode } from 'react'

/** Text that somebody typed, within words of ours: in its own direction, and without moving what stands around it. */
export function UserText({ children }: { children: ReactNode }) {
  return <bdi dir="auto">{children}</bdi>
}

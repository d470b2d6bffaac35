import type { ReactNode } from 'react'
import { DocsHeader } from './docs-header'

/** The frame of all pages of the documentation, each of which has its own `main`. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <DocsHeader />
      {children}
    </>
  )
}

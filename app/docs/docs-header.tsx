import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '@/lib/paths'

/** The top of a page of the documentation: the way back to the portal, and links to the other pages. */
export function DocsHeader({ children }: { children?: ReactNode }) {
  return (
    <header className="border-line border-b bg-surface">
      <nav aria-label="Documentation" className="mx-auto flex max-w-6xl flex-wrap items-baseline gap-x-6 gap-y-2 px-5 py-3">
        <Link className="mr-auto font-semibold" href={paths.dashboard}>
          Memanto
        </Link>
        <Link className="py-0.5 underline-offset-4 hover:underline" href={paths.docs}>
          API reference
        </Link>
        <Link className="py-0.5 underline-offset-4 hover:underline" href={paths.errorGuide}>
          Error codes
        </Link>
        {children}
      </nav>
    </header>
  )
}

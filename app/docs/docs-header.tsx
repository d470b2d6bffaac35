import Link from 'next/link'
import type { ReactNode } from 'react'
import { paths } from '@/lib/paths'

interface DocsHeaderProps {
  /** The title of a page that has its `main` from elsewhere. */
  title?: string
  /** More links. */
  children?: ReactNode
}

/** The top of a page of the documentation: the way back to the portal, and links to the other pages. */
export function DocsHeader({ title, children }: DocsHeaderProps) {
  return (
    <header>
      <div className="border-line border-b bg-surface">
        <nav aria-label="Documentation" className="mx-auto flex max-w-6xl flex-wrap items-baseline gap-x-6 gap-y-2 px-5 py-3">
          <Link className="mr-auto py-0.5 font-semibold" href={paths.dashboard}>
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
      </div>
      {title && <h1 className="mx-auto max-w-6xl px-5 pt-8 text-2xl font-semibold">{title}</h1>}
    </header>
  )
}

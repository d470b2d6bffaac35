import type { ReactNode } from 'react'
import { Link } from './link'

/** A link in a text. */
export function UnderlinedLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="underline underline-offset-4">
      {children}
    </Link>
  )
}

'use client'

import { type ReactNode, use } from 'react'
import { hrefOfShownTeam } from '@/app/_actions/shown-team'
import { type ButtonLook, buttonStyle } from './button'
import { ShownTeam } from './shown-team'

interface DownloadLinkProps extends ButtonLook {
  href: string
  /** Another look than that of a button. */
  className?: string
  children: ReactNode
}

/**
 * A link to a file with data of the team that the page shows; a file of another team is refused. It has no `download` attribute: with it, a browser shows no page that
 * says why there is no file. The answer itself says that it is a file.
 */
export function DownloadLink({ href, kind, size, className = buttonStyle({ kind, size }), children }: DownloadLinkProps) {
  return (
    <a href={hrefOfShownTeam(href, use(ShownTeam))} className={className}>
      {children}
    </a>
  )
}

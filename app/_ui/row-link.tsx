'use client'

import { useRouter, useSearchParams } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'
import { Link } from './link'

type RowLinkProps = Omit<ComponentProps<typeof Link>, 'href'> & {
  /** The id of the row; a panel that closes returns the focus by it. */
  id: string
  /** The full page, for a new tab or without JavaScript. */
  href: string
  /** The list with the panel of this row; undefined for a list without panels. */
  peekHref: string | undefined
}

/** The link of a row. A plain click opens the panel of the row; while it is open, the row is marked. */
export function RowLink({ id, href, peekHref, ...rest }: RowLinkProps) {
  const router = useRouter()
  const shown = useSearchParams().get('peek')
  const open = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (peekHref === undefined || !isPlain) return
    event.preventDefault()
    // Back closes the panel, however many rows it has shown.
    if (shown === null) router.push(peekHref, { scroll: false })
    else router.replace(peekHref, { scroll: false })
  }
  return <Link href={href} onClick={open} data-row={id} aria-current={peekHref && shown === id ? 'true' : undefined} {...rest} />
}

/** The links of all rows of the list. */
export const rowLinks = () => [...document.querySelectorAll<HTMLElement>('a[data-row]')]

/** The link of one row. */
export const rowLinkOf = (id: string) => rowLinks().find((link) => link.dataset.row === id)

'use client'

import { useRouter } from 'next/navigation'
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

/** The link of a row. A plain click opens the panel of the row. */
export function RowLink({ id, href, peekHref, ...rest }: RowLinkProps) {
  const router = useRouter()
  const open = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (peekHref === undefined || !isPlain) return
    event.preventDefault()
    router.push(peekHref, { scroll: false })
  }
  return <Link href={href} onClick={open} data-row={id} {...rest} />
}

/** The links of all rows of the list. */
export const rowLinks = () => [...document.querySelectorAll<HTMLElement>('a[data-row]')]

/** The link of one row. */
export const rowLinkOf = (id: string) => rowLinks().find((link) => link.dataset.row === id)

'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

type RowLinkProps = Omit<ComponentProps<typeof Link>, 'href'> & {
  /** What the row is about; the panel that closes gives the focus back by it. */
  id: string
  /** The full page: where the link leads in a new tab, and without JavaScript. */
  href: string
  /** The list with the panel of this row over it; undefined where a list has no panels. */
  peekHref: string | undefined
}

/** The link of a row of a list: followed plainly, it opens the panel for a quick look. */
export function RowLink({ id, href, peekHref, ...rest }: RowLinkProps) {
  const router = useRouter()
  const open = (event: MouseEvent) => {
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (peekHref === undefined || !isPlain) return
    event.preventDefault()
    router.push(peekHref, { scroll: false })
  }
  return <Link href={href} onClick={open} prefetch={false} data-row={id} {...rest} />
}

export const rowLinks = () => [...document.querySelectorAll<HTMLElement>('a[data-row]')]

export const rowLinkOf = (id: string) => rowLinks().find((link) => link.dataset.row === id)

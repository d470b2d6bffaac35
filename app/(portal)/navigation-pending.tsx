'use client'

import { useLinkStatus } from 'next/link'
import { useEffect, useState } from 'react'

const SOON_MS = 120

/** Inside a link: when loading its page takes a while, the shell shows a skeleton. */
export function LinkPending() {
  return <NavigationPending isPending={useLinkStatus().pending} />
}

/** When loading a page takes a while, makes the shell show a skeleton in place of the current page. */
export function NavigationPending({ isPending }: { isPending: boolean }) {
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    if (!isPending) return setIsLong(false)
    const timer = setTimeout(() => setIsLong(true), SOON_MS)
    return () => clearTimeout(timer)
  }, [isPending])
  return isPending && isLong ? <span data-navigating="" hidden /> : null
}

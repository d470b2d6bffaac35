'use client'

import { useLinkStatus } from 'next/link'
import { useEffect, useState } from 'react'

/** Pages that load faster than this are shown without a skeleton. */
const DELAY_MS = 120

/** Put it inside a link: when the link's page takes a while to load, the shell shows a skeleton. */
export function LinkPending() {
  return <NavigationPending isPending={useLinkStatus().pending} />
}

/** Makes the shell show a skeleton in place of the current page when a page takes a while to load. */
export function NavigationPending({ isPending }: { isPending: boolean }) {
  const [isDelayed, setIsDelayed] = useState(false)
  useEffect(() => {
    if (!isPending) return setIsDelayed(false)
    const timer = setTimeout(() => setIsDelayed(true), DELAY_MS)
    return () => clearTimeout(timer)
  }, [isPending])
  return isPending && isDelayed ? <span data-navigating="" hidden /> : null
}

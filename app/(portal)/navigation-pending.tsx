'use client'

import { useLinkStatus } from 'next/link'
import { useEffect, useState } from 'react'

const SOON_MS = 120

/** Inside a link: once the way there takes a while, the shell shows a skeleton in place of the page that is left. */
export function LinkGoing() {
  return <Going isPending={useLinkStatus().pending} />
}

export function Going({ isPending }: { isPending: boolean }) {
  const [isLong, setIsLong] = useState(false)
  useEffect(() => {
    if (!isPending) return setIsLong(false)
    const timer = setTimeout(() => setIsLong(true), SOON_MS)
    return () => clearTimeout(timer)
  }, [isPending])
  return isPending && isLong ? <span data-going="" hidden /> : null
}

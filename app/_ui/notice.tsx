'use client'

import { type ReactNode, useEffect } from 'react'

/** Tells what was done on the page before. The parameter that asked for it leaves the address: it is told once. */
export function Notice({ param, children }: { param: string; children: ReactNode }) {
  useEffect(() => {
    const here = new URL(window.location.href)
    here.searchParams.delete(param)
    window.history.replaceState(null, '', here)
  }, [param])
  return (
    <p role="status" className="mb-6 rounded-md bg-good-wash p-3">
      {children}
    </p>
  )
}

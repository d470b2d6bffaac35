'use client'

import { useLayoutEffect, useState } from 'react'
import { whenStill } from '@/app/_ui/when-still'
import { mergeRows, type ShownRow } from './merge-rows'

/** The rows of a list, which change their places only while the mouse is over no list. What a row shows changes at once. */
export function useStillRows<R extends { id: string }>(latest: R[]): ShownRow<R>[] {
  const [shown, setShown] = useState(latest)
  useLayoutEffect(() => {
    const left = new AbortController()
    whenStill(() => setShown(latest), left.signal)
    return () => left.abort()
  }, [latest])
  return mergeRows(shown, latest)
}

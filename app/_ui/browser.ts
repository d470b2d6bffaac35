'use client'

import { useSyncExternalStore } from 'react'

const subscribeToNothing = () => () => {}

/** True once the page runs in the browser. Before that, and without JavaScript, the HTML must work by itself. */
export const useIsInBrowser = () =>
  useSyncExternalStore(
    subscribeToNothing,
    () => true,
    () => false,
  )

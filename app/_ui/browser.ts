'use client'

import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** True once the page runs in the browser: before that, and where there is no JavaScript, what is sent must do alone. */
export const useIsInBrowser = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )

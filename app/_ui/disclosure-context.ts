'use client'

import { createContext } from 'react'

/** Closes the dialog or popover around a component. */
export const CloseOverlay = createContext<() => void>(() => {})

'use client'

import dynamic from 'next/dynamic'

/** The panel next to a list. Its code is no part of the first scripts of a list: `ListKeys` loads it when the browser has nothing to do. */
export const Peek = dynamic(() => import('./peek-panel').then(({ PeekPanel }) => PeekPanel))

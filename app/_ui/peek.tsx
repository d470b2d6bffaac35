'use client'

import dynamic from 'next/dynamic'

/** The panel over a list. Its code is loaded only by a page that shows one. */
export const Peek = dynamic(() => import('./peek-panel').then(({ PeekPanel }) => PeekPanel))

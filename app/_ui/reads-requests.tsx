'use client'

import { createContext } from 'react'

/** Whether the viewer may read the request log; false outside of the portal's shell. */
export const ReadsRequests = createContext(false)

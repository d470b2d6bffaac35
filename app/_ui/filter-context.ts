'use client'

import { createContext } from 'react'

/** Applies the filters of the form around a field, some of them with other values. */
export const ApplyFilters = createContext<(changes: Record<string, string>) => void>(() => {})

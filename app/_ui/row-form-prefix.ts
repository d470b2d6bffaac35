import { createContext } from 'react'

/** What the ids of the forms of rows begin with: a panel has forms of its own next to those of its list. */
export const RowFormPrefix = createContext('')

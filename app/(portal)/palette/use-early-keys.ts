'use client'

import { useEffect } from 'react'

/** What was typed in the command palette. */
export interface Query {
  text: string
  /** Enter was pressed before the search for the text was done. */
  isEntered: boolean
}

interface Handlers {
  onQuery: (change: (before: Query) => Query) => void
  onEscape: () => void
}

/** Takes keys that are pressed while the code of the command palette is loading: they are meant for its field, not for the page. */
export function useEarlyKeys(isLoading: boolean, { onQuery, onEscape }: Handlers): void {
  useEffect(() => {
    if (!isLoading) return
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') onEscape()
      else onQuery((before) => withKey(before, event.key))
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [isLoading, onQuery, onEscape])
}

function withKey({ text, isEntered }: Query, key: string): Query {
  if (key === 'Enter') return { text, isEntered: true }
  if (key === 'Backspace') return { text: text.slice(0, -1), isEntered: false }
  return key.length === 1 ? { text: text + key, isEntered: false } : { text, isEntered }
}

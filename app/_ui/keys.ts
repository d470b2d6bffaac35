'use client'

import { useEffect, useRef } from 'react'

const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

/** Single keys that act wherever the focus is, but never while somebody types in a field or holds another key. */
export function useKeys(acts: Record<string, () => void>, isListening: () => boolean = always): void {
  const latest = useRef({ acts, isListening })
  useEffect(() => {
    latest.current = { acts, isListening }
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof Element && event.target.closest(FIELDS) !== null
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping) return
      const act = latest.current.acts[event.key]
      if (act === undefined || !latest.current.isListening()) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const always = () => true

/** How many dialogs are open: only the topmost listens. */
export const dialogsOpen = () => document.querySelectorAll('[role=dialog]').length

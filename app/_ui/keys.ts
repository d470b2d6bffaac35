'use client'

import { useLayoutEffect, useRef } from 'react'

const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

/** True for an element in which somebody types or chooses. */
export const isField = (target: EventTarget | null): target is Element => target instanceof Element && target.closest(FIELDS) !== null

/** Runs actions for single keys, wherever the focus is, except while somebody types in a field or holds Ctrl, Meta or Alt. */
export function useKeys(actions: Record<string, () => void>, isListening: () => boolean = always): void {
  const latest = useRef({ actions, isListening })
  // Layout effects: a key that is pressed as soon as a page is shown counts, and acts on what is shown.
  useLayoutEffect(() => {
    latest.current = { actions, isListening }
  })
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return
      const action = latest.current.actions[event.key]
      if (action === undefined || !latest.current.isListening()) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const always = () => true

/** The number of open dialogs: only the topmost handles keys. */
export const dialogsOpen = () => document.querySelectorAll('[role=dialog]').length

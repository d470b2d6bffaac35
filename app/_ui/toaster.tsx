'use client'

import { type CSSProperties, useEffect } from 'react'
import { Toaster as Sonner, toast } from 'sonner'

export type Toast = typeof toast

export interface ToasterProps {
  /** Called when toasts that are shown from now on appear. */
  onReady: (toast: Toast) => void
}

/** Sonner's list of toasts in our colours. */
export function Toaster({ onReady }: ToasterProps) {
  useEffect(() => onReady(toast), [onReady])
  return <Sonner position="bottom-right" style={COLOURS} toastOptions={CLICKABLE} />
}

/** An open dialog takes all clicks from what is outside of it, and Undo must work. */
const CLICKABLE = { className: 'pointer-events-auto' }

/** Toasts get the colours of the theme, which Sonner does not know. */
const COLOURS = { '--normal-bg': 'var(--raised)', '--normal-text': 'var(--ink)', '--normal-border': 'var(--line)' } as CSSProperties

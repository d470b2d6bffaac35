'use client'

import { useState } from 'react'
import { Button } from './button'
import { Check, Copy as CopyIcon } from './icons'

/** Copies a text, and says that it did. */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  return (
    <Button size="small" kind="quiet" onClick={copy} aria-label={label} title={label} className="gap-0 align-middle">
      {copied ? <Check /> : <CopyIcon />}
      <span aria-live="polite" className="not-empty:ml-1.5">
        {copied ? 'Copied' : ''}
      </span>
    </Button>
  )
}

/** A command or snippet with its copy button. */
export function Snippet({ text, label = 'Copy' }: { text: string; label?: string }) {
  return (
    <div className="flex w-full items-start gap-2 rounded-md bg-sunken p-3 text-left">
      <pre className="min-w-0 flex-1 overflow-x-auto font-mono text-xs whitespace-pre-wrap break-all">{text}</pre>
      <div className="-my-1.5 -mr-1">
        <CopyButton text={text} label={label} />
      </div>
    </div>
  )
}

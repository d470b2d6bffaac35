'use client'

import { clsx } from 'clsx'
import { Check, Copy as CopyIcon } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from './button'
import { copyText } from './copy-text'

const SHOWN_MS = 1500

/** Copies texts when a button is pressed. `outcome` is `copied` for a moment; after `refused` show `SelectedText`. */
export function useCopy(button: RefObject<Element | null>): {
  outcome: 'copied' | 'refused' | undefined
  copy: (text: string) => Promise<boolean>
} {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>()
  useEffect(() => {
    if (outcome !== 'copied') return
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = async (text: string) => {
    setOutcome(undefined)
    const isCopied = button.current !== null && (await copyText(text, button.current))
    setOutcome(isCopied ? 'copied' : 'refused')
    return isCopied
  }
  return { outcome, copy }
}

/** A text that the browser did not allow us to copy, selected for the person to copy. */
export function SelectedText({ text, onCopy }: { text: string; onCopy?: (() => void) | undefined }) {
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  return (
    <span className="grid w-full basis-full gap-1 text-left font-sans text-xs">
      <span role="status">Your browser blocked copying. The text is selected: press Ctrl+C, or ⌘C on a Mac.</span>
      <textarea
        ref={field}
        readOnly
        onCopy={onCopy}
        value={text}
        rows={Math.min(6, text.split('\n').length)}
        aria-label="Text to copy"
        className="w-full rounded-md border border-line bg-surface p-2 font-mono break-all"
      />
    </span>
  )
}

interface CopyProps {
  text: string
  label?: string
  onCopied?: (() => void) | undefined
}

/** A button that copies a text. When the browser does not allow it, it shows the text selected. */
export function CopyButton({ text, label = 'Copy', onCopied, className }: CopyProps & { className?: string }) {
  const button = useRef<HTMLButtonElement>(null)
  const { outcome, copy } = useCopy(button)
  const onClick = async () => {
    if (await copy(text)) onCopied?.()
  }
  return (
    <>
      <Button
        ref={button}
        size="small"
        kind="quiet"
        onClick={onClick}
        aria-label={label}
        title={label}
        className={clsx('gap-0 align-middle noscript:hidden', className)}
      >
        {outcome === 'copied' ? <Check /> : <CopyIcon />}
        <span aria-live="polite" className="not-empty:ml-1.5">
          {outcome === 'copied' ? 'Copied' : ''}
        </span>
      </Button>
      {outcome === 'refused' && <SelectedText text={text} onCopy={onCopied} />}
    </>
  )
}

/** A command or snippet with its copy button. */
export function Snippet({ text, label = 'Copy', onCopied }: CopyProps) {
  return (
    <div className="flex w-full flex-wrap items-start gap-2 rounded-md bg-sunken p-3 text-left">
      <pre onCopy={onCopied} className="min-w-0 flex-1 basis-0 overflow-x-auto font-mono text-xs whitespace-pre-wrap break-all">
        {text}
      </pre>
      <CopyButton text={text} label={label} onCopied={onCopied} className="-my-1.5 -mr-1" />
    </div>
  )
}

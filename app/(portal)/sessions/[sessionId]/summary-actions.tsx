'use client'

import { useRef, useState } from 'react'
import { Button } from '@/app/_ui/button'
import { ButtonLink } from '@/app/_ui/button-link'
import { SelectedText, useCopy } from '@/app/_ui/copy'

interface SummaryActionsProps {
  /** The summary as text, and as JSON. */
  text: string
  json: string
}

/** Copies the summary of a session as text, as JSON or as a link to it, and prints the page. */
export function SummaryActions({ text, json }: SummaryActionsProps) {
  const group = useRef<HTMLDivElement>(null)
  const [copied, setCopied] = useState({ name: '', text: '' })
  const { outcome, copy } = useCopy(group)
  const copyAs = (name: string, copiedText: string) => {
    setCopied({ name, text: copiedText })
    void copy(copiedText)
  }
  const link = () => new URL('#summary', window.location.href).href
  return (
    <div ref={group} className="mt-4 flex flex-wrap items-center gap-2 print:hidden">
      <Button size="small" onClick={() => copyAs('Text', text)}>
        Copy as text
      </Button>
      <Button size="small" onClick={() => copyAs('JSON', json)}>
        Copy summary JSON
      </Button>
      <Button size="small" onClick={() => copyAs('Link', link())}>
        Copy link
      </Button>
      <Button size="small" onClick={() => window.print()}>
        Print
      </Button>
      <ButtonLink size="small" kind="quiet" href="#summary">
        Link to this summary
      </ButtonLink>
      <span role="status" className="text-xs text-soft">
        {outcome === 'copied' && `${copied.name} copied`}
      </span>
      {outcome === 'refused' && <SelectedText text={copied.text} />}
    </div>
  )
}

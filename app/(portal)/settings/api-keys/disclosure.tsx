import type { ReactNode } from 'react'

interface OpeningProps {
  word: string
  /** The word and what it is done to, for those who hear the page. */
  label: string
  /** Open because what was sent from inside has something to tell. */
  isTelling: boolean
  children: ReactNode
}

/** An act that is opened first and confirmed inside. */
export function Opening({ word, label, isTelling, children }: OpeningProps) {
  return (
    <details open={isTelling || undefined} className="open:rounded-md open:border open:border-line open:p-3">
      <summary aria-label={label} className="w-fit cursor-pointer font-medium text-accent">
        {word}
      </summary>
      <div className="mt-3">{children}</div>
    </details>
  )
}

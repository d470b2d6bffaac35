'use client'

import { clsx } from 'clsx'
import { type RefObject, useEffect, useState } from 'react'
import type { OptionsProps } from './combobox'

interface OptionListProps extends OptionsProps {
  label: string
  /** The options that contain the text, the best first. */
  names: readonly string[]
  /** Whether more of them may come. */
  isSearching: boolean
  /** What stands in the place of the list when there is no option. */
  emptyText: string
}

/** The options below a combobox. The arrow keys move, Enter chooses; without a move it applies what was typed, or the best option that contains it. */
export function OptionList({ label, names, isSearching, emptyText, ...props }: OptionListProps) {
  const { id, field, text, onChoose, onClose, isLeaving, onLeave, choosesBest } = props
  const [position, setPosition] = useState({ text, index: -1 })
  const [enteredText, setEnteredText] = useState<string>()
  // A position belongs to the options of one text: another text has other options.
  const index = position.text === text ? position.index : -1
  const move = (to: number) => setPosition({ text, index: to })
  const typed = text.trim()
  const exact = names.find((name) => name === typed)
  const chosen = names[index] ?? exact ?? (choosesBest && typed !== '' && !isSearching ? names[0] : undefined)
  useEffect(() => {
    if (enteredText === text && !isSearching) onChoose(chosen ?? typed)
  })
  useEffect(() => {
    if (isLeaving && !isSearching) onLeave(exact)
  })
  useKeysOf(field, (key) => {
    if (key === 'ArrowDown') move(Math.min(names.length - 1, index + 1))
    else if (key === 'ArrowUp') move(Math.max(-1, index - 1))
    else if (key === 'Escape') onClose()
    else if (key === 'Enter' && (typed !== '' || index >= 0)) setEnteredText(text)
    else return false
    return true
  })
  useEffect(() => {
    const input = field.current
    if (chosen === undefined) input?.removeAttribute('aria-activedescendant')
    else input?.setAttribute('aria-activedescendant', `${id}-${chosen}`)
    return () => input?.removeAttribute('aria-activedescendant')
  }, [field, id, chosen])
  if (isLeaving) return null
  if (names.length === 0)
    return (
      <p id={id} role="status" className={clsx(PANEL, 'p-2')}>
        {isSearching ? 'Searching…' : emptyText}
      </p>
    )
  return (
    <div id={id} role="listbox" tabIndex={-1} aria-label={label} className={clsx(PANEL, 'p-1')}>
      {names.map((name) => (
        <Option key={name} id={`${id}-${name}`} name={name} isChosen={name === chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}

const PANEL =
  'absolute top-full left-0 z-30 mt-1 max-h-64 w-64 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-lg border border-line bg-raised text-xs text-soft shadow-popover'

function Option({ id, name, isChosen, onChoose }: { id: string; name: string; isChosen: boolean; onChoose: (name: string) => void }) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled at the field, which keeps the focus
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      title={name}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => onChoose(name)}
      className={clsx(
        'cursor-pointer truncate rounded-md px-2 py-1.5 text-sm',
        isChosen ? 'bg-accent-wash text-accent' : 'text-ink hover:bg-sunken',
      )}
    >
      {name}
    </div>
  )
}

/** Handles keys of a field while the options are shown. `onKey` is true for a key that the browser shall not handle too. */
function useKeysOf(field: RefObject<HTMLInputElement | null>, onKey: (key: string) => boolean): void {
  useEffect(() => {
    const stop = new AbortController()
    const handle = (event: KeyboardEvent) => !event.isComposing && onKey(event.key) && event.preventDefault()
    field.current?.addEventListener('keydown', handle, { signal: stop.signal })
    return () => stop.abort()
  })
}

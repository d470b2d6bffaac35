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

/** The options below a combobox. The arrow keys move, Enter chooses; without a move it applies what was typed, or the best option that contains it. When the option that was reached is gone, Enter does nothing. */
export function OptionList({ label, names, isSearching, emptyText, ...props }: OptionListProps) {
  const { id, field, text, onChoose, onClose, isLeaving, onLeave, choosesBest } = props
  const [reached, setReached] = useState<{ text: string; name: string | undefined }>()
  const [enteredText, setEnteredText] = useState<string>()
  // A move belongs to one text. While that is searched for, the options change: the one that was reached stays so wherever it is then.
  const reachedName = reached?.text === text ? reached.name : undefined
  const index = reachedName === undefined ? -1 : names.indexOf(reachedName)
  const isGone = reachedName !== undefined && index < 0
  const move = (to: number) => {
    setReached({ text, name: names[to] })
    setEnteredText(undefined)
  }
  const typed = text.trim()
  const exact = names.find((name) => name === typed)
  const unmoved = exact ?? (choosesBest && typed !== '' && !isSearching ? names[0] : undefined)
  const chosen = reachedName === undefined ? unmoved : names[index]
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
    else if (key !== 'Enter') return false
    else if (reachedName === undefined && typed === '') return false
    else if (reachedName === undefined) setEnteredText(text)
    else if (!isGone) onChoose(reachedName)
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

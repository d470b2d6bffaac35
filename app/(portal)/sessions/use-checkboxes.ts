'use client'

import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'

/**
 * Handles the checkboxes of a name that select rows in a form: their number, ranges by shift-click, and all at once. The state is in the checkboxes themselves.
 * `isAll` is true while everything that matches is selected, also beyond the page: from `requestAll` until a row of the page is deselected.
 */
export function useCheckboxes(form: RefObject<HTMLFormElement | null>, name: string) {
  const [{ checked, all }, setCounts] = useState({ checked: 0, all: 0 })
  const [isAllRequested, setIsAllRequested] = useState(false)
  const last = useRef<HTMLInputElement>(null)
  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>(`input[type=checkbox][name=${name}]`) ?? [])]
  const count = () => {
    const now = { checked: boxes().filter((box) => box.checked).length, all: boxes().length }
    setCounts((before) => (before.checked === now.checked && before.all === now.all ? before : now))
  }
  useEffect(count) // the rows may have changed
  const check = (isChecked: boolean) => {
    for (const box of boxes()) box.checked = isChecked
    count()
  }
  const onClick = ({ target, shiftKey }: MouseEvent) => {
    if (!(target instanceof HTMLInputElement) || target.name !== name) return
    if (shiftKey && last.current) for (const box of between(boxes(), last.current, target)) box.checked = target.checked
    last.current = target
    count()
  }
  // Enter in a field of a part of the form presses the button of that part.
  const onKeyDown = ({ key, target, nativeEvent }: KeyboardEvent) => {
    if (key !== 'Enter' || nativeEvent.isComposing || !(target instanceof HTMLInputElement)) return
    const own = target.closest('details')?.querySelector<HTMLButtonElement>('button[type=submit]')
    if (own) nativeEvent.preventDefault()
    own?.click()
  }
  const areAllChecked = all > 0 && checked === all
  if (isAllRequested && !areAllChecked) setIsAllRequested(false)
  const requestAll = () => setIsAllRequested(!isAllRequested)
  return { checked, areAllChecked, isAll: isAllRequested && areAllChecked, requestAll, check, events: { onClick, onKeyDown } }
}

function between(boxes: HTMLInputElement[], one: HTMLInputElement, other: HTMLInputElement): HTMLInputElement[] {
  const [from = 0, to = 0] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b)
  return from === -1 ? [] : boxes.slice(from, to + 1)
}

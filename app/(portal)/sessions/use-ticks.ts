'use client'

import { type MouseEvent, type RefObject, useEffect, useRef, useState } from 'react'

/** The boxes of a form that select rows: how many are ticked, ranges by shift-click, all at once. They stay the browser's own. */
export function useTicks(form: RefObject<HTMLFormElement | null>) {
  const [{ ticked, all }, setCounts] = useState({ ticked: 0, all: 0 })
  const last = useRef<HTMLInputElement>(null)
  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>('input[name=session]') ?? [])]
  const count = () => {
    const now = { ticked: boxes().filter(({ checked }) => checked).length, all: boxes().length }
    setCounts((before) => (before.ticked === now.ticked && before.all === now.all ? before : now))
  }
  useEffect(count) // whenever the rows may be others
  const tick = (areTicked: boolean) => {
    for (const box of boxes()) box.checked = areTicked
    count()
  }
  const onClick = ({ target, shiftKey }: MouseEvent) => {
    if (!(target instanceof HTMLInputElement) || target.name !== 'session') return
    if (shiftKey && last.current) for (const box of between(boxes(), last.current, target)) box.checked = target.checked
    last.current = target
    count()
  }
  return { ticked, areAll: all > 0 && ticked === all, tick, onClick }
}

function between(boxes: HTMLInputElement[], one: HTMLInputElement, other: HTMLInputElement): HTMLInputElement[] {
  const [from = 0, to = 0] = [boxes.indexOf(one), boxes.indexOf(other)].sort((a, b) => a - b)
  return from === -1 ? [] : boxes.slice(from, to + 1)
}

'use client'

import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useTransition } from 'react'
import { Button } from './button'
import { ApplyFilters } from './filter-context'
import { filterHref } from './filter-href'

interface FilterFormProps {
  action: string
  /** The values of the fields for the URL of the page. */
  values: Record<string, string | undefined>
  /** Values that the URL does not need. */
  defaults?: Record<string, string>
  /** Filters of the list that have no field in the form, and stay as they are. */
  kept?: Record<string, string | undefined>
  className?: string
  children: ReactNode
}

/**
 * The filters of a list. A choice applies at once, a text when Enter is pressed; the URL has no empty parameters. Without JavaScript there is
 * a button.
 */
export function FilterForm({ action, values, defaults, kept = {}, className, children }: FilterFormProps) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const [isPending, start] = useTransition()
  const shown = JSON.stringify(values)
  useEffect(() => showValues(form.current, JSON.parse(shown)), [shown])
  const apply = (changes: Record<string, string> = {}) => {
    if (form.current === null) return
    const fields = new FormData(form.current)
    for (const [name, value] of Object.entries(changes)) fields.set(name, value)
    const href = filterHref(action, fields, defaults)
    if (href !== undefined) start(() => router.push(href, { scroll: false }))
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    apply()
  }
  const onChange = ({ target }: ChangeEvent<HTMLFormElement>) => isChoice(target) && apply()
  return (
    <search>
      <form ref={form} action={action} aria-busy={isPending} onSubmit={onSubmit} onChange={onChange} className={className}>
        {Object.entries(kept).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
        <ApplyFilters value={apply}>{children}</ApplyFilters>
        {/* With several text fields, browsers send a form on Enter only if it has a button. */}
        <Button type="submit" className="script:hidden">
          Apply
        </Button>
      </form>
    </search>
  )
}

const isChoice = (field: EventTarget) => field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === 'date')

/** Links and the Back button change the URL too: the fields follow it, except the one that somebody is using. */
function showValues(form: HTMLFormElement | null, values: Record<string, string | undefined>): void {
  for (const field of form?.elements ?? []) {
    const isField = field instanceof HTMLSelectElement || field instanceof HTMLInputElement
    if (!isField || field.type === 'hidden' || field === document.activeElement) continue
    const value = values[field.name] ?? ''
    if (field.value !== value) field.value = value
  }
}

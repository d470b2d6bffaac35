'use client'

import { useRouter } from 'next/navigation'
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useEffectEvent, useRef, useTransition } from 'react'
import { Button } from './button'
import { ApplyFilters } from './filter-context'
import { filterHref, undecidedPeriods } from './filter-href'

interface FilterFormProps {
  action: string
  /** The values of the fields for the URL of the page. */
  values: Values
  /** Values that the URL does not need. */
  defaults?: Record<string, string>
  /** Filters of the list that have no field in the form, and stay as they are. */
  kept?: Values
  className?: string
  children: ReactNode
}

/**
 * The filters of a list. A choice applies at once, also one from before the script ran; a text when Enter is pressed. A combobox in which somebody has not decided yet,
 * and a custom period without a day, have the values of the URL. The URL has no empty parameters. Without JavaScript there is a button.
 */
export function FilterForm({ action, values, defaults, kept = {}, className, children }: FilterFormProps) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const [isPending, start] = useTransition()
  const shown = JSON.stringify(values)
  /** Goes to the URL with the filters. `chosen` is the field of the choice that is applied: where it is about a custom period that has no day yet, nothing is applied. */
  const apply = (changes: Record<string, string> = {}, chosen = ''): void => {
    if (form.current === null) return
    const fields = new FormData(form.current)
    const undecided = form.current.querySelectorAll<HTMLInputElement>('[data-undecided]')
    for (const { name } of undecided) fields.set(name, values[name] ?? '')
    for (const [name, value] of Object.entries(changes)) fields.set(name, value)
    for (const period of undecidedPeriods(fields)) {
      if (period.some((name) => name === chosen)) return
      for (const name of period) fields.set(name, values[name] ?? '')
    }
    const href = filterHref(action, fields, defaults)
    start(() => router.push(href, { scroll: false }))
  }
  /** Shows what the URL has. What somebody chose before the script ran is applied instead, unless it is incomplete. */
  const follow = useEffectEvent((element: HTMLFormElement, inUrl: Values) => {
    const isFirst = !element.hasAttribute(APPLIES_AT_ONCE)
    element.setAttribute(APPLIES_AT_ONCE, '')
    const wasChosen = isFirst && wasOpened() && differingFields(element, inUrl).some(isChoice)
    if (wasChosen && undecidedPeriods(new FormData(element)).length === 0) apply()
    else showValues(element, inUrl)
  })
  useEffect(() => {
    if (form.current) follow(form.current, JSON.parse(shown))
  }, [shown])
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    const { activeElement } = document
    // Enter in a field whose options are not there yet applies its text.
    apply(activeElement instanceof HTMLInputElement ? { [activeElement.name]: activeElement.value } : {})
  }
  const onChange = ({ target }: ChangeEvent<HTMLFormElement>) => isChoice(target) && apply({}, target.name)
  return (
    <search>
      <form ref={form} action={action} noValidate aria-busy={isPending} onSubmit={onSubmit} onChange={onChange} className={className}>
        {Object.entries(kept).map(([name, value]) => value && <input key={name} type="hidden" name={name} value={value} />)}
        <ApplyFilters value={apply}>{children}</ApplyFilters>
        {/* With several text fields, browsers send a form on Enter only if it has a button. Where scripts were blocked, somebody who is in the form sees it;
            tabIndex, because Safari does not move the focus to a button that is clicked without it. */}
        <Button type="submit" tabIndex={0} className="script:hidden script:[form:not([data-applies-at-once]):focus-within_&]:inline-flex">
          Apply
        </Button>
      </form>
    </search>
  )
}

/** The attribute of a form that applies choices at once, because its script runs. */
const APPLIES_AT_ONCE = 'data-applies-at-once'

type Values = Record<string, string | undefined>

/** A page that was opened, and not reloaded or returned to: then a browser may put back what fields had, which nobody chose now. */
const wasOpened = () => performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'navigate')

/** A choice that is complete. A date that is typed is valid only when its year has four digits; the field is empty, and not valid, while a part of it is missing. */
const isChoice = (field: EventTarget) =>
  field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === 'date' && field.validity.valid)

/** The fields that have other values than the URL. */
const differingFields = (form: HTMLFormElement, values: Values) =>
  [...form.elements].filter((field): field is HTMLSelectElement | HTMLInputElement => {
    const isField = field instanceof HTMLSelectElement || field instanceof HTMLInputElement
    return isField && field.type !== 'hidden' && field.value !== (values[field.name] ?? '')
  })

/** Links and the Back button change the URL too: the fields follow it, except the one that somebody is using. */
function showValues(form: HTMLFormElement, values: Values): void {
  for (const field of differingFields(form, values)) if (field !== document.activeElement) field.value = values[field.name] ?? ''
}

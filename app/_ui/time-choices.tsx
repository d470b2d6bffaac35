'use client'

import { type FormEvent, use } from 'react'
import { dayIn } from '@/lib/time-zone'
import { Button } from './button'
import { CloseOverlay } from './disclosure-context'
import { ApplyFilters } from './filter-context'
import { DayField } from './filter-field'
import { Chosen, MenuGroup } from './menu-items'
import { ANY_TIME, RANGE_WORDS } from './time-range-words'

interface Shown {
  range: string | undefined
  from: string | undefined
  to: string | undefined
}

interface TimeChoicesProps extends Shown {
  zone: string
  isRequired: boolean
}

/** Time ranges to choose from, and days of a custom one. */
export function TimeChoices({ zone, isRequired, ...shown }: TimeChoicesProps) {
  const apply = use(ApplyFilters)
  const close = use(CloseOverlay)
  const choose = (times: Record<string, string>) => {
    apply(times)
    close()
  }
  return (
    <>
      <MenuGroup>
        {choicesOf(zone, isRequired).map(({ words, times }) => (
          <button
            key={words}
            type="button"
            aria-current={isShown(times, shown) ? 'true' : undefined}
            onClick={() => choose(times)}
            className="menu-item"
          >
            {words}
            {isShown(times, shown) && <Chosen />}
          </button>
        ))}
      </MenuGroup>
      <MenuGroup label={`Days in ${zone}`}>
        <DaysForm shown={shown} onChoose={choose} />
      </MenuGroup>
    </>
  )
}

const days = (from: string, to: string) => ({ range: 'custom', from, to })

/** The ranges that are offered, in words and as the values of their fields. */
function choicesOf(zone: string, isRequired: boolean) {
  const today = dayIn(zone, new Date())
  return [
    ...(isRequired ? [] : [{ words: ANY_TIME, times: { range: '', from: '', to: '' } }]),
    { words: 'Today', times: days(today, today) },
    ...Object.entries(RANGE_WORDS).map(([range, words]) => ({ words, times: { range, from: '', to: '' } })),
  ]
}

const isShown = (times: Record<keyof Shown, string>, { range = '', from = '', to = '' }: Shown) =>
  times.range === range && (range !== 'custom' || (times.from === from && times.to === to))

function DaysForm({ shown: { from, to }, onChoose }: { shown: Shown; onChoose: (times: Record<string, string>) => void }) {
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    event.stopPropagation() // the form of the filters is around it, in React
    const entered = new FormData(event.currentTarget)
    const [first = '', last = ''] = ['from', 'to'].map((name) => String(entered.get(name) ?? ''))
    if (first !== '' && last !== '' && first > last) onChoose(days(last, first))
    else if (first !== '' || last !== '') onChoose(days(first, last))
  }
  return (
    <form onSubmit={onSubmit} onChange={(event) => event.stopPropagation()} className="grid gap-2 p-2">
      <DayField label="From" name="from" value={from} />
      <DayField label="To" name="to" value={to} />
      <Button type="submit" size="small" className="justify-self-start">
        Show these days
      </Button>
    </form>
  )
}

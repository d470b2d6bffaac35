'use client'

import { CalendarDays } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIsInBrowser } from './browser'
import { Disclosure } from './disclosure'
import { TimeChoices } from './time-choices'

interface TimeRangeButtonProps {
  range: string | undefined
  /** The first and the last day of a custom range. */
  from: string | undefined
  to: string | undefined
  zone: string
  /** The range in words. */
  words: string
  isRequired: boolean
  /** The fields without JavaScript. */
  children: ReactNode
}

/** A button that says which time range a list has, and opens others. */
export function TimeRangeButton({ words, children, ...shown }: TimeRangeButtonProps) {
  if (!useIsInBrowser()) return children
  const { range = '', from = '', to = '' } = shown
  return (
    <div className="grid min-w-0 gap-1">
      {Object.entries({ range, from, to }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <span aria-hidden="true" className="text-xs text-soft">
        Time
      </span>
      <Disclosure
        as="popover"
        title="Time range"
        name={`Time: ${words}`}
        className="w-full min-w-0 justify-start font-normal sm:w-fit sm:min-w-40"
        label={
          <>
            <CalendarDays aria-hidden="true" className="shrink-0 text-soft" />
            <span title={words} className="truncate">
              {words}
            </span>
          </>
        }
      >
        <TimeChoices {...shown} />
      </Disclosure>
    </div>
  )
}

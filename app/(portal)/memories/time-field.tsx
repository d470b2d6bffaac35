'use client'

import { useRef, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { Field, Input } from '@/app/_ui/field'
import { useRefusal, useSubmittedValue } from '@/app/_ui/form-context'

interface TimeFieldProps {
  name: string
  label: string
  /** What the time means, and what an empty field means. */
  hint: string
  /** The time at first, as RFC 3339; null for an empty field. */
  time: string | null
}

/** A field of the edit form for a time: in the time zone of the browser or, without JavaScript, in UTC. What it showed at first is sent too, as `shown_` and its name. */
export function TimeField(props: TimeFieldProps) {
  return useIsInBrowser() ? <InZoneOfBrowser {...props} /> : <InUtc {...props} />
}

const idOf = (name: string) => `edit-${name}`

const toMinute = (time: string | undefined) => time?.slice(0, 16) ?? ''

function InUtc({ name, label, hint, time }: TimeFieldProps) {
  const id = idOf(name)
  const shown = toMinute(time ?? undefined)
  return (
    <Field id={id} name={name} label={`${label} (UTC)`} subject={label} hint={hint}>
      <Input id={id} name={name} type="datetime-local" max={LATEST} defaultValue={shown} aria-describedby={`${id}-hint`} />
      <input type="hidden" name={`shown_${name}`} value={shown} />
    </Field>
  )
}

/** What is sent is the exact time until another one is entered: the field has no seconds. */
function InZoneOfBrowser({ name, label, hint, time }: TimeFieldProps) {
  const id = idOf(name)
  const field = useRef<HTMLInputElement>(null)
  // A refused form keeps what it had. One that was sent before the scripts ran had a time in UTC, without seconds and offset: the exact time stays if it was not changed.
  const submitted = useSubmittedValue(name)
  const first = submitted === undefined || submitted === toMinute(time ?? undefined) ? (time ?? '') : submitted
  const [chosen, setChosen] = useState(first)
  const refusal = useRefusal({ id, name })
  const clear = () => {
    if (field.current === null) return
    field.current.value = ''
    field.current.focus()
    setChosen('')
  }
  return (
    <Field id={id} name={name} label={label} hint={hint}>
      <div className="flex gap-2">
        <Input
          ref={field}
          id={id}
          type="datetime-local"
          max={LATEST}
          defaultValue={localMinute(first)}
          className="min-w-0"
          onInput={({ currentTarget: { value } }) => setChosen(exactTime(value))}
          aria-describedby={`${id}-hint`}
          {...refusal}
        />
        <Button onClick={clear} disabled={chosen === ''} aria-label={`Clear ${label}`}>
          Clear
        </Button>
      </div>
      <input type="hidden" name={name} value={chosen} />
      <input type="hidden" name={`shown_${name}`} value={time ?? ''} />
    </Field>
  )
}

/** Without a limit Chrome accepts years of six digits, which a time of the API cannot have. */
const LATEST = '9999-12-31T23:59'

/** A time, in UTC unless it has an offset, as the value of a field for the browser's time zone; empty for a text that is not a time. */
function localMinute(time: string): string {
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(time) ? time : `${time}Z`)
  return Number.isNaN(at.getTime()) ? '' : toMinute(new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString())
}

/** Returns a time that was entered in the browser's time zone in UTC. A text that is not a time is returned unchanged, so that the server refuses it. */
function exactTime(entered: string): string {
  const at = new Date(entered)
  return Number.isNaN(at.getTime()) ? entered : at.toISOString()
}

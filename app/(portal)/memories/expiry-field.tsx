'use client'

import { useRef, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { Field, Input } from '@/app/_ui/field'

/** The field for when a memory expires: in the time zone of the browser or, without JavaScript, in UTC. What it showed at first is sent too. */
export function ExpiryField({ expiresAt }: { expiresAt: string | null }) {
  return useIsInBrowser() ? <InZoneOfBrowser expiresAt={expiresAt} /> : <InUtc expiresAt={expiresAt} />
}

interface Shown {
  expiresAt: string | null
}

const ID = 'edit-expires_at'

const toMinute = (time: string | undefined) => time?.slice(0, 16) ?? ''

function InUtc({ expiresAt }: Shown) {
  const shown = toMinute(expiresAt ?? undefined)
  return (
    <Field id={ID} name="expires_at" label="Expires (UTC)" subject="Expires" hint={HINT}>
      <Input id={ID} name="expires_at" type="datetime-local" max={LATEST} defaultValue={shown} aria-describedby={`${ID}-hint`} />
      <input type="hidden" name="shown_expires_at" value={shown} />
    </Field>
  )
}

/** What is sent is the exact time until another one is entered: the field has no seconds. */
function InZoneOfBrowser({ expiresAt }: Shown) {
  const field = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState(expiresAt ?? '')
  const clear = () => {
    if (field.current === null) return
    field.current.value = ''
    field.current.focus()
    setChosen('')
  }
  return (
    <Field id={ID} name="expires_at" label="Expires" hint={HINT}>
      <div className="flex gap-2">
        <Input
          ref={field}
          id={ID}
          type="datetime-local"
          max={LATEST}
          defaultValue={localMinute(expiresAt)}
          onInput={({ currentTarget: { value } }) => setChosen(exactTime(value))}
          aria-describedby={`${ID}-hint`}
        />
        <Button onClick={clear} disabled={chosen === ''} aria-label="Clear the expiry">
          Clear
        </Button>
      </div>
      <input type="hidden" name="expires_at" value={chosen} />
      <input type="hidden" name="shown_expires_at" value={expiresAt ?? ''} />
    </Field>
  )
}

/** Without a limit Chrome accepts years of six digits, which a time of the API cannot have. */
const LATEST = '9999-12-31T23:59'

const HINT = 'From then on it is no longer recalled. Empty: never.'

/** A time as the value of a field for the browser's time zone. */
function localMinute(time: string | null): string {
  if (time === null) return ''
  const at = new Date(time)
  return toMinute(new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString())
}

/** The time that was entered in the browser's time zone. What is no time stays as it is, so that the server refuses it in place of saving the one before. */
function exactTime(entered: string): string {
  const at = new Date(entered)
  return Number.isNaN(at.getTime()) ? entered : at.toISOString()
}

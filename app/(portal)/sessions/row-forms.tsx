'use client'

import { RowForm } from '@/app/_ui/row-form'
import { summaryLine } from '@/lib/sessions/session-row'
import { extend } from '../agents/[agentId]/actions'
import { end } from './actions'

/** The ids of the forms; the hours are by which they extend a session. */
export const EXTEND_FORMS = { 'extend-1-h': 1, 'extend-6-h': 6 } as const
export const END_FORM = 'end-session'

const hoursInWords = ({ hoursAdded }: { hoursAdded: number }) => `Extended by ${hoursAdded} h.`

/** The forms that extend the session of a row. */
export function ExtendForms() {
  return Object.entries(EXTEND_FORMS).map(([id, hours]) => (
    <RowForm key={id} id={id} action={extend} inWords={hoursInWords} fields={{ extend_hours: String(hours) }} />
  ))
}

/** The forms of the menus in the list of sessions. */
export function SessionRowForms() {
  return (
    <>
      <ExtendForms />
      <RowForm id={END_FORM} action={end} inWords={(done) => `Session ended. ${summaryLine(done)}`} />
    </>
  )
}

'use client'

import { RowForm } from '@/app/_ui/row-form'
import { summaryLine } from '@/lib/sessions/session-row'
import { activate } from '../palette/actions'
import { ExtendForms } from '../sessions/row-forms'
import { deactivate } from './[agentId]/actions'

export const ACTIVATE_FORM = 'activate-agent'
export const DEACTIVATE_FORM = 'deactivate-agent'

/** The forms of the menus in the list of agents. */
export function AgentRowForms() {
  return (
    <>
      <RowForm id={ACTIVATE_FORM} action={activate} inWords={(name) => `${name} is active. Open it to copy a token.`} />
      <ExtendForms />
      <RowForm id={DEACTIVATE_FORM} action={deactivate} inWords={(done) => `Session deactivated. ${summaryLine(done)}`} />
    </>
  )
}

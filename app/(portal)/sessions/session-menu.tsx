'use client'

import { CirclePlus, CircleStop, SquareArrowOutUpRight } from 'lucide-react'
import { Link } from '@/app/_ui/link'
import { MenuGroup } from '@/app/_ui/menu-items'
import { ConfirmedRowAction, CopyItem, RowAction, RowMenu } from '@/app/_ui/row-menu'
import { paths } from '@/lib/paths'
import type { SessionRow } from '@/lib/sessions/session-row'
import { END_FORM, EXTEND_FORMS } from './row-forms'

interface SessionMenuProps {
  session: Pick<SessionRow, 'id' | 'agentName' | 'state'>
  mayWrite: boolean
}

/** What can be done with a session of a list. */
export function SessionMenu({ session, mayWrite }: SessionMenuProps) {
  const { id, agentName } = session
  return (
    <RowMenu name={`${agentName}’s session`} href={paths.session(id)}>
      <MenuGroup>
        <Link href={paths.session(id)} className="menu-item">
          <SquareArrowOutUpRight aria-hidden="true" />
          Open
        </Link>
        <CopyItem text={id}>Copy id</CopyItem>
      </MenuGroup>
      {mayWrite && session.state !== 'ended' && (
        <MenuGroup>
          <SessionActions session={session} />
        </MenuGroup>
      )}
    </RowMenu>
  )
}

/** The lines of a menu that change a session that has not ended. */
export function SessionActions({ session: { id, agentName, state } }: Pick<SessionMenuProps, 'session'>) {
  return (
    <>
      {state === 'active' && <ExtendActions agentName={agentName} sessionId={id} />}
      <ConfirmedRowAction
        form={END_FORM}
        fields={{ session_id: id }}
        label={
          <>
            <CircleStop aria-hidden="true" />
            End session…
          </>
        }
        about="This ends the session for good and invalidates its tokens. Memories are kept."
      >
        End session
      </ConfirmedRowAction>
    </>
  )
}

/** The lines of a menu that extend the session of an agent. */
export function ExtendActions({ agentName, sessionId }: { agentName: string; sessionId: string }) {
  return Object.entries(EXTEND_FORMS).map(([form, hours]) => (
    <RowAction key={form} form={form} fields={{ agent_id: agentName, session_id: sessionId }}>
      <CirclePlus aria-hidden="true" />
      Extend by {hours} h
    </RowAction>
  ))
}

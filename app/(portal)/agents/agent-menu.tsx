'use client'

import { CircleStop, Power, SquareArrowOutUpRight } from 'lucide-react'
import { Link } from '@/app/_ui/link'
import { MenuGroup } from '@/app/_ui/menu-items'
import { ConfirmedRowAction, CopyItem, RowAction, RowMenu } from '@/app/_ui/row-menu'
import { paths } from '@/lib/paths'
import { ExtendActions } from '../sessions/session-menu'
import { ACTIVATE_FORM, DEACTIVATE_FORM } from './row-forms'

interface AgentMenuProps {
  name: string
  /** The active session; null while there is none. */
  sessionId: string | null
  mayWrite: boolean
}

/** What can be done with an agent of the list. */
export function AgentMenu({ name, sessionId, mayWrite }: AgentMenuProps) {
  return (
    <RowMenu name={name} href={paths.agent(name)}>
      <MenuGroup>
        <Link href={paths.agent(name)} className="menu-item">
          <SquareArrowOutUpRight aria-hidden="true" />
          Open
        </Link>
        <CopyItem text={name}>Copy id</CopyItem>
      </MenuGroup>
      {mayWrite && (
        <MenuGroup>
          <AgentActions name={name} sessionId={sessionId} />
        </MenuGroup>
      )}
    </RowMenu>
  )
}

/** The lines of a menu that begin, extend and end the session of an agent. */
export const AgentActions = ({ name, sessionId }: Pick<AgentMenuProps, 'name' | 'sessionId'>) =>
  sessionId === null ? <Activate name={name} /> : <ActiveActions name={name} sessionId={sessionId} />

function Activate({ name }: { name: string }) {
  return (
    <RowAction form={ACTIVATE_FORM} fields={{ agent_id: name }}>
      <Power aria-hidden="true" />
      Activate
    </RowAction>
  )
}

function ActiveActions({ name, sessionId }: { name: string; sessionId: string }) {
  return (
    <>
      <ExtendActions agentName={name} sessionId={sessionId} />
      <ConfirmedRowAction
        form={DEACTIVATE_FORM}
        fields={{ agent_id: name, session_id: sessionId }}
        label={
          <>
            <CircleStop aria-hidden="true" />
            Deactivate…
          </>
        }
        about="Ends its session for good and invalidates its tokens. Memories are kept."
      >
        Deactivate
      </ConfirmedRowAction>
    </>
  )
}

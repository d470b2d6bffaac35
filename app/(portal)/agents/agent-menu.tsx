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
  isActive: boolean
  mayWrite: boolean
}

/** What can be done with an agent of the list. */
export function AgentMenu({ name, isActive, mayWrite }: AgentMenuProps) {
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
          <AgentActions name={name} isActive={isActive} />
        </MenuGroup>
      )}
    </RowMenu>
  )
}

/** The lines of a menu that begin, extend and end the session of an agent. */
export const AgentActions = ({ name, isActive }: Pick<AgentMenuProps, 'name' | 'isActive'>) =>
  isActive ? <ActiveActions name={name} /> : <Activate name={name} />

function Activate({ name }: { name: string }) {
  return (
    <RowAction form={ACTIVATE_FORM} fields={{ agent_id: name }}>
      <Power aria-hidden="true" />
      Activate
    </RowAction>
  )
}

function ActiveActions({ name }: { name: string }) {
  return (
    <>
      <ExtendActions agentName={name} />
      <ConfirmedRowAction
        form={DEACTIVATE_FORM}
        fields={{ agent_id: name }}
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

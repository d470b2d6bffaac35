'use client'

import { ShieldCheck, SquareArrowOutUpRight, Trash2 } from 'lucide-react'
import { Link } from '@/app/_ui/link'
import { MenuGroup } from '@/app/_ui/menu-items'
import { ConfirmedRowAction, CopyItem, RowAction, RowMenu } from '@/app/_ui/row-menu'
import { paths } from '@/lib/paths'
import type { FoundMemory } from './memory-row'
import type { MemoryRights } from './rights'
import { APPROVE_FORM, DELETE_FORM } from './row-forms'

interface MemoryMenuProps {
  memory: Pick<FoundMemory, 'id' | 'agent_id' | 'version' | 'status' | 'trust'>
  /** The memory in a few words. */
  name: string
  /** Undefined for a person who only reads. */
  rights: MemoryRights | undefined
}

/** What can be done with a memory of the list. */
export function MemoryMenu({ memory, name, rights }: MemoryMenuProps) {
  const { id, status } = memory
  return (
    <RowMenu name={name} href={paths.memory(id)}>
      <MenuGroup>
        <Link href={paths.memory(id)} className="menu-item">
          <SquareArrowOutUpRight aria-hidden="true" />
          Open
        </Link>
        <CopyItem text={id}>Copy id</CopyItem>
      </MenuGroup>
      {rights && status !== 'deleted' && (
        <MenuGroup>
          <MemoryChoices memory={memory} rights={rights} />
        </MenuGroup>
      )}
    </RowMenu>
  )
}

/** The lines of the menu that approve and delete a memory. A deletion that cannot be undone has to be confirmed. */
function MemoryChoices({
  memory: { id, agent_id, version, trust },
  rights: { mayApprove, graceDays },
}: {
  memory: MemoryMenuProps['memory']
  rights: MemoryRights
}) {
  const fields = { agent_id, memory_id: id, version: String(version) }
  return (
    <>
      {mayApprove && trust !== 'trusted' && (
        <RowAction form={APPROVE_FORM} fields={fields}>
          <ShieldCheck aria-hidden="true" />
          Approve
        </RowAction>
      )}
      {graceDays > 0 ? (
        <RowAction form={DELETE_FORM} fields={fields}>
          <Trash2 aria-hidden="true" />
          Delete
        </RowAction>
      ) : (
        <ConfirmedRowAction
          form={DELETE_FORM}
          fields={fields}
          label={
            <>
              <Trash2 aria-hidden="true" />
              Delete…
            </>
          }
          about="This can’t be undone: your team keeps no deleted memories."
        >
          Delete memory
        </ConfirmedRowAction>
      )}
    </>
  )
}

'use client'

import { ColumnTable, type Sorting } from '@/app/_ui/column-table'
import { type Agent, agentColumns } from './agent-columns'
import { AgentMenu } from './agent-menu'
import { AgentRowForms } from './row-forms'

interface AgentTableProps {
  agents: Agent[]
  now: string
  mayExtend: boolean
  sorting: Sorting
  /** The ids of the columns that are not shown. */
  hidden: string[]
}

/** The list of agents. It is a client component so that the page contains a row once as HTML and once as data, not also as a tree of elements. */
export function AgentTable({ agents, now, mayExtend, sorting, hidden }: AgentTableProps) {
  return (
    <>
      {mayExtend && <AgentRowForms />}
      <ColumnTable
        label="Agents"
        columns={agentColumns({ now, mayExtend, url: sorting.url })}
        hidden={hidden}
        rows={agents}
        rowKey={({ agent_id }) => agent_id}
        sorting={sorting}
        menu={({ agent_id, current_session }) => (
          <AgentMenu name={agent_id} sessionId={current_session?.session_id ?? null} mayWrite={mayExtend} />
        )}
      />
    </>
  )
}

import { ColumnTable, type Sorting } from '@/app/_ui/column-table'
import { type Agent, agentColumns } from './agent-columns'
import { AgentMenu } from './agent-menu'
import { AgentRowForms } from './row-forms'

interface AgentTableProps {
  agents: Agent[]
  now: string
  mayExtend: boolean
  /** The list with the panel of an agent. */
  peekHref: (id: string) => string
  sorting: Sorting
  /** The ids of the columns that are not shown. */
  hidden: string[]
}

/** The list of agents. */
export function AgentTable({ agents, now, mayExtend, peekHref, sorting, hidden }: AgentTableProps) {
  return (
    <>
      {mayExtend && <AgentRowForms />}
      <ColumnTable
        label="Agents"
        columns={agentColumns({ now, mayExtend, peekHref })}
        hidden={hidden}
        rows={agents}
        rowKey={({ agent_id }) => agent_id}
        sorting={sorting}
        menu={({ agent_id, current_session }) => <AgentMenu name={agent_id} isActive={current_session !== null} mayWrite={mayExtend} />}
      />
    </>
  )
}

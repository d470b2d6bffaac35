import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { readHistory } from '@/lib/memories/history'
import { presentMemoryDetail } from '@/lib/memories/present'
import { presentHistory } from '@/lib/memories/present-versions'
import { readRecallingSessions } from '@/lib/memories/recalling-sessions'
import { readMemoryOfTeam } from '@/lib/memory-search/by-id'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'

const VERSIONS_SHOWN = 50

/** A memory with its versions, what the viewer may do with it, and the team's rule for deletions. */
export async function readMemoryDetail(viewer: Viewer, memoryId: string) {
  const principal = requireViewerScope(viewer, 'memories:read')
  const memory = await readMemoryOfTeam(principal, { memoryId })
  const agentName = memory.agent_name
  const [history, policy, recalledBy] = await Promise.all([
    readHistory(principal, { agentName, memoryId, limit: VERSIONS_SHOWN }),
    readMemoryPolicy(principal),
    readRecallingSessions(principal, memory),
  ])
  return {
    memory: presentMemoryDetail({ memory, agentName }),
    versions: presentHistory(history).versions,
    recalledBy,
    graceDays: policy.deletion_grace_days,
    mayWrite: roleHasScope(viewer.role, 'memories:write'),
    mayApprove: roleHasScope(viewer.role, 'memories:admin'),
  }
}

/** A memory with what is shown of it. */
export type DetailOfMemory = Awaited<ReturnType<typeof readMemoryDetail>>

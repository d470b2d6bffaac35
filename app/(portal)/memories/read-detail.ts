import { roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import { readHistory } from '@/lib/memories/history'
import { presentMemoryDetail } from '@/lib/memories/present'
import { presentHistory } from '@/lib/memories/present-versions'
import { readRecallingSessions } from '@/lib/memories/recalling-sessions'
import { readMemoryOfTeam } from '@/lib/memory-search/by-id'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'

/** The most versions that a page shows. */
export const VERSIONS_SHOWN = 50

/** A memory with its latest versions or those before one, what the viewer may do with it, and the team's rule for deletions. */
export async function readMemoryDetail(viewer: Viewer, memoryId: string, before?: number) {
  const principal = requireViewerScope(viewer, 'memories:read')
  const memory = await readMemoryOfTeam(principal, { memoryId })
  const agentName = memory.agent_name
  const versionsBefore = async (limit: number, end?: number) =>
    presentHistory(await readHistory(principal, { agentName, memoryId, limit, before: end })).versions
  const [versions, latest, policy, recalledBy] = await Promise.all([
    versionsBefore(VERSIONS_SHOWN + 1, before),
    before === undefined ? undefined : versionsBefore(1),
    readMemoryPolicy(principal),
    readRecallingSessions(principal, memory),
  ])
  const areEarlierLeft = versions.length > VERSIONS_SHOWN
  const [first] = areEarlierLeft ? await versionsBefore(1, 2) : versions.slice(-1)
  return {
    memory: presentMemoryDetail({ memory, agentName }),
    /** The latest first; one more than is shown, where there is one, with which the last that is shown is compared. */
    versions,
    latest: (latest ?? versions)[0],
    first,
    recalledBy,
    graceDays: policy.deletion_grace_days,
    mayWrite: roleHasScope(viewer.role, 'memories:write'),
    mayApprove: roleHasScope(viewer.role, 'memories:admin'),
  }
}

/** A memory with what is shown of it. */
export type DetailOfMemory = Awaited<ReturnType<typeof readMemoryDetail>>

import type { Metadata } from 'next'
import { PageHeader } from '@/app/_ui/page-parts'
import { PageTeam } from '@/app/(portal)/page-team'
import { roleHasCapability, roleHasScope } from '@/lib/auth/permissions'
import { requireViewerScope } from '@/lib/auth/viewer'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { readMemoryPolicy } from '@/lib/teams/memory-policy'
import { readPolicy } from '@/lib/teams/policy'
import { DeleteForm } from './delete-form'
import { MemoryPolicyForm } from './memory-policy-form'
import { PolicyForm } from './policy-form'

export const metadata: Metadata = { title: 'Team' }

/** The settings of the team. */
export default async function TeamPage() {
  const viewer = await requireCapableViewer('policy:manage')
  const [policy, memoryPolicy] = await Promise.all([readPolicy(viewer), readMemoryPolicy(requireViewerScope(viewer, 'memories:read'))])
  return (
    <>
      <PageTeam />
      <PageHeader
        title="Team"
        about="Running sessions keep their expiry until they are extended or activated again. All other changes apply at once."
      />
      <div className="grid max-w-2xl gap-10">
        <PolicyForm policy={policy} />
        {roleHasScope(viewer.role, 'memories:admin') && <MemoryPolicyForm policy={memoryPolicy} />}
      </div>
      {roleHasCapability(viewer.role, 'team:own') && <DeleteForm team={policy.name} />}
    </>
  )
}

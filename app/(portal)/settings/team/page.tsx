import type { Metadata } from 'next'
import { PageHeader } from '@/app/_ui/page-parts'
import { roleHasCapability } from '@/lib/auth/permissions'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { readPolicy } from '@/lib/teams/policy'
import { DeleteForm } from './delete-form'
import { PolicyForm } from './policy-form'

export const metadata: Metadata = { title: 'Team' }

/** The settings of the team. */
export default async function TeamPage() {
  const viewer = await requireCapableViewer('policy:manage')
  const policy = await readPolicy(viewer)
  return (
    <>
      <PageHeader
        title="Team"
        about="Running sessions keep their expiry until they are extended or activated again. All other changes apply at once."
      />
      <PolicyForm policy={policy} />
      {roleHasCapability(viewer.role, 'team:own') && <DeleteForm team={policy.name} />}
    </>
  )
}

import type { Metadata } from 'next'
import { PageHeader } from '@/app/_ui/surface'
import { roleMayAct } from '@/lib/auth/permissions'
import { requireViewerWho } from '@/lib/auth/viewer'
import { presentPolicy, readPolicy } from '@/lib/teams/policy'
import { DeleteForm } from './delete-form'
import { PolicyForm } from './policy-form'

export const metadata: Metadata = { title: 'Team' }

export default async function TeamPage() {
  const viewer = await requireViewerWho('policy:manage')
  const policy = await readPolicy(viewer)
  return (
    <>
      <PageHeader title="Team" about="Changes apply to new activations and extensions, not to running sessions." />
      <PolicyForm policy={presentPolicy(policy)} />
      {roleMayAct(viewer.role, 'team:own') && <DeleteForm team={policy.name} />}
    </>
  )
}

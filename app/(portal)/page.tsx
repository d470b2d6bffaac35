import type { Metadata } from 'next'
import { PageHeader } from '@/app/_ui/surface'
import { requireViewer } from '@/lib/auth/viewer'

export const metadata: Metadata = { title: 'Dashboard' }

export default async function DashboardPage() {
  const viewer = await requireViewer()
  return <PageHeader title={viewer.team.name} />
}

import type { Metadata } from 'next'
import { ButtonLink } from '@/app/_ui/button-link'
import { Card, PageHeader } from '@/app/_ui/page-parts'
import { PageTeam } from '@/app/(portal)/page-team'
import { paths } from '@/lib/paths'
import { requireViewerOfScope } from '@/lib/sign-in/viewer'
import { EraseForm } from './erase-form'
import { VerifyForm } from './verify-form'

export const metadata: Metadata = { title: 'Erase memories' }

/** Removes memories for good, with a receipt. */
export default async function ErasePage() {
  await requireViewerOfScope('memories:admin')
  return (
    <>
      <PageTeam />
      <PageHeader
        trail={[{ label: 'Memories', href: paths.memories }]}
        title="Erase memories"
        about="Removes matching memories for good, with all earlier versions. Backups, exports, the audit log and properties of agents stay as they are."
      >
        <ButtonLink href={paths.memories}>All memories</ButtonLink>
      </PageHeader>
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-4">
        <Card title="Find and erase">
          <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
            <EraseForm />
          </div>
        </Card>
        <Card title="Check a receipt">
          <VerifyForm />
        </Card>
      </div>
    </>
  )
}

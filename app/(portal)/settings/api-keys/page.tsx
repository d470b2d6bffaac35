import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ButtonLink } from '@/app/_ui/button'
import { LinkNotice } from '@/app/_ui/link-notice'
import { Card, EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { hrefWith, type Search, textOf } from '@/app/_url/search'
import { listAgents } from '@/lib/agents/read'
import { type PresentedKey, presentKey } from '@/lib/api-keys/present'
import { listKeys } from '@/lib/api-keys/read'
import { requireViewerScope } from '@/lib/auth/viewer'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { IssueForm } from './issue-form'
import { KeyEntry } from './key-entry'

export const metadata: Metadata = { title: 'API keys' }

const KEYS_SHOWN = 50
const AGENTS_OFFERED = 100

/** The API keys of the team. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireCapableViewer('keys:manage')
  const cursor = textOf((await searchParams).cursor)
  const [{ page: found, isFirstInstead }, newestAgents, requestHeaders] = await Promise.all([
    pageOrFirst(cursor, (from) => listKeys(viewer, { limit: KEYS_SHOWN, cursor: from })),
    listAgents(requireViewerScope(viewer, 'agents:read'), { limit: AGENTS_OFFERED }),
    headers(),
  ])
  const agents = newestAgents.agents.map(({ name }) => name)
  const address = publicAddress(requestHeaders)
  return (
    <>
      <PageHeader title="API keys" about="API keys let programs act for your team. They keep working when their creator leaves.">
        <ButtonLink kind="primary" href="#issue" className="xl:hidden">
          Create key
        </ButtonLink>
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} />
      <div className="grid items-start gap-6 xl:grid-cols-[1fr_22rem]">
        <section aria-label="Team keys" className="min-w-0">
          <KeyList keys={found.shown.map(presentKey)} address={address} agentName={agents[0] ?? 'customer-support'} />
          {found.nextCursor && (
            <ButtonLink href={hrefWith(paths.apiKeys, {}, { cursor: found.nextCursor })} className="mt-4">
              Older keys
            </ButtonLink>
          )}
        </section>
        <div id="issue" className="scroll-mt-4">
          <Card title="Create key">
            <IssueForm address={address} agents={agents} hasMoreAgents={newestAgents.nextCursor !== null} />
          </Card>
        </div>
      </div>
    </>
  )
}

function KeyList({ keys, address, agentName }: { keys: PresentedKey[]; address: string; agentName: string }) {
  if (keys.length === 0) return <EmptyState title="No keys yet">Create one to let your programs start sessions for your agents.</EmptyState>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {keys.map((key) => (
        <KeyEntry key={key.id} presented={key} address={address} agentName={key.agents?.[0] ?? agentName} />
      ))}
    </ul>
  )
}

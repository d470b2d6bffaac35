import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { listAgents } from '@/lib/agents/read'
import { presentKey } from '@/lib/api-keys/present'
import { listKeys, readKeyPolicy } from '@/lib/api-keys/read'
import { requireViewerScope } from '@/lib/auth/viewer'
import { publicAddress } from '@/lib/http/address'
import { paths } from '@/lib/paths'
import { requireCapableViewer } from '@/lib/sign-in/viewer'
import { readListView } from '../../list-view'
import { NewKey } from './issue-form'
import { keyColumns } from './key-columns'
import { KeyPeek } from './key-peek'
import { KeyTable } from './key-table'
import { KEY_SEARCH } from './search'

export const metadata: Metadata = { title: 'API keys' }

const KEYS_SHOWN = 50
const AGENTS_OFFERED = 100

/** The API keys of the team. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireCapableViewer('keys:manage')
  const search = await searchParams
  const { cursor, peek, new: isNew } = readSearch(KEY_SEARCH, search)
  const [{ page: found, isFirstInstead }, newestAgents, keyPolicy, requestHeaders, view] = await Promise.all([
    pageOrFirst(cursor, (from) => listKeys(viewer, { limit: KEYS_SHOWN, cursor: from })),
    listAgents(requireViewerScope(viewer, 'agents:read'), { limit: AGENTS_OFFERED }),
    readKeyPolicy(viewer),
    headers(),
    readListView('keys'),
  ])
  const agents = newestAgents.agents.map(({ name }) => name)
  const offered = { agents, hasMoreAgents: newestAgents.nextCursor !== null, maxDays: keyPolicy.maxDays }
  const ofExamples = { address: publicAddress(requestHeaders), agentName: agents[0] ?? 'customer-support' }
  const url = { path: paths.apiKeys, search: { ...search, peek: undefined, new: undefined } }
  const at = (changes: Record<string, string | undefined>) => hrefWith(url.path, url.search, changes)
  return (
    <>
      <PageHeader title="API keys" about="API keys let programs act for your team. They keep working when their creator leaves.">
        <ListKeys />
        <ColumnChooser {...view} columns={hideable(keyColumns(url))} />
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(KEY_SEARCH, search)} />
      <div className="mb-4">
        <NewKey request={isNew} isOpenAtFirst={found.shown.length === 0} address={ofExamples.address} {...offered} />
      </div>
      {found.shown.length === 0 ? <NoKeys /> : <KeyTable keys={found.shown.map(presentKey)} url={url} hidden={view.hidden} />}
      <PageLinks
        label="API keys"
        first={cursor && !isFirstInstead ? at({ cursor: undefined }) : undefined}
        next={found.nextCursor ? at({ cursor: found.nextCursor }) : undefined}
      />
      {peek && <KeyPeek viewer={viewer} id={peek} search={search} shown={found.shown.map(({ id }) => id)} {...ofExamples} />}
    </>
  )
}

const NoKeys = () => <EmptyState title="No keys yet">Create one to let your programs start sessions for your agents.</EmptyState>

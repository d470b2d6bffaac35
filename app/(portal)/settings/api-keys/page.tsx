import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { buttonStyle } from '@/app/_ui/button'
import { ColumnChooser } from '@/app/_ui/column-chooser'
import { hideable } from '@/app/_ui/column-table'
import { FilterForm } from '@/app/_ui/filter-form'
import { LinkNotice } from '@/app/_ui/link-notice'
import { ListKeys } from '@/app/_ui/list-keys'
import { PageLinks } from '@/app/_ui/page-links'
import { EmptyState, PageHeader } from '@/app/_ui/page-parts'
import { SortFilter } from '@/app/_ui/sort-filter'
import { pageOrFirst } from '@/app/_url/page-or-first'
import { invalidIn, readSearch } from '@/app/_url/read-search'
import { hrefWith, type Search } from '@/app/_url/search'
import { PageTeam } from '@/app/(portal)/page-team'
import { listAgents } from '@/lib/agents/read'
import { presentKey } from '@/lib/api-keys/present'
import { listKeys, readKeyPolicy } from '@/lib/api-keys/read'
import type { KeySort } from '@/lib/api-keys/rules'
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

const SORTS = {
  newest: 'Newest',
  oldest: 'Oldest',
  name: 'A to Z',
  name_desc: 'Z to A',
  last_used: 'Used latest',
  last_used_asc: 'Used earliest',
  expires: 'Expiring soonest',
  expires_desc: 'Expiring latest',
} as const satisfies Record<KeySort, string>

/** The API keys of the team. */
export default async function ApiKeysPage({ searchParams }: { searchParams: Promise<Search> }) {
  const viewer = await requireCapableViewer('keys:manage')
  const search = await searchParams
  const { sort, cursor, peek, new: isNew } = readSearch(KEY_SEARCH, search)
  const [{ page: found, isFirstInstead }, newest, keyPolicy, requestHeaders, view] = await Promise.all([
    pageOrFirst(cursor, (from) => listKeys(viewer, { sort, limit: KEYS_SHOWN, cursor: from })),
    listAgents(requireViewerScope(viewer, 'agents:read'), { limit: 1 }),
    readKeyPolicy(viewer),
    headers(),
    readListView('keys'),
  ])
  const ofExamples = { address: publicAddress(requestHeaders), agentName: newest.agents[0]?.name ?? 'customer-support' }
  const url = { path: paths.apiKeys, search: { ...search, peek: undefined, new: undefined } }
  const at = (changes: Record<string, string | undefined>) => hrefWith(url.path, url.search, changes)
  return (
    <>
      <PageTeam />
      <PageHeader title="API keys" about="API keys let programs act for your team. They keep working when their creator leaves.">
        <NewKey request={isNew} maxDays={keyPolicy.maxDays} {...ofExamples} />
      </PageHeader>
      <LinkNotice isFirstInstead={isFirstInstead} invalid={invalidIn(KEY_SEARCH, search)} />
      {found.shown.length === 0 ? (
        <NoKeys />
      ) : (
        <>
          <div className="mb-2 flex flex-wrap items-end gap-2">
            <FilterForm action={paths.apiKeys} values={{ sort }} defaults={{ sort: 'newest' }} className="flex items-end gap-3">
              <SortFilter value={sort} words={SORTS} />
            </FilterForm>
            <ListKeys />
            <ColumnChooser {...view} columns={hideable(keyColumns(url))} />
          </div>
          <KeyTable keys={found.shown.map(presentKey)} sorting={{ sort, url }} hidden={view.hidden} />
        </>
      )}
      <PageLinks
        label="API keys"
        first={cursor && !isFirstInstead ? at({ cursor: undefined }) : undefined}
        next={found.nextCursor ? at({ cursor: found.nextCursor }) : undefined}
      />
      {peek && <KeyPeek viewer={viewer} id={peek} search={search} shown={found.shown.map(({ id }) => id)} {...ofExamples} />}
    </>
  )
}

/** Loads the page again, so that the dialog opens every time. */
const NewKeyLink = () => (
  <a href={`${paths.apiKeys}?new=1`} className={buttonStyle({})}>
    Create an API key
  </a>
)

const NoKeys = () => (
  <EmptyState title="No keys yet" action={<NewKeyLink />}>
    Create one to let your programs start sessions for your agents.
  </EmptyState>
)

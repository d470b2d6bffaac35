import type { Metadata } from 'next'
import { Link } from '@/app/_ui/link'
import { type Search, textOf } from '@/app/_url/search'
import { INTRODUCTION } from '@/lib/api/openapi-introduction'
import { OPERATIONS } from '@/lib/api/operations'
import { TAGS } from '@/lib/http/operation'
import type { IndexEntry } from './find-operations'
import { GUIDES } from './guides'
import { Markdown } from './markdown'
import { OperationIndex } from './operation-index'

export const metadata: Metadata = { title: 'API reference', description: 'Read about and try every call of the REST API.' }

const ENTRIES: IndexEntry[] = OPERATIONS.map(({ id, tag, method, path, summary, description = '' }) => ({
  id,
  tag,
  method,
  path,
  summary,
  text: description,
}))

const TAG_LIST = Object.entries(TAGS).map(([name, description]) => ({ name, description }))

/** The operations of the API with a search, the guides, and what applies to every call. */
export default async function ReferencePage({ searchParams }: { searchParams: Promise<Search> }) {
  const { q } = await searchParams
  return (
    <main className="mx-auto grid max-w-7xl gap-8 px-5 py-8 *:min-w-0">
      <h1 className="text-2xl font-semibold">API reference</h1>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        {GUIDES.map(({ title, href, about }) => (
          <li key={href} className="rounded-lg border border-line bg-surface p-4">
            <Link href={href} className="font-semibold underline underline-offset-4">
              {title}
            </Link>
            <p className="mt-1 text-soft">{about}</p>
          </li>
        ))}
      </ul>
      <OperationIndex entries={ENTRIES} tags={TAG_LIST} query={textOf(q)?.slice(0, 200) ?? ''} />
      <section aria-label="What applies to every call" className="grid gap-3">
        <Markdown text={INTRODUCTION} />
      </section>
    </main>
  )
}

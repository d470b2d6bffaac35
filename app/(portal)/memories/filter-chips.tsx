import { X } from 'lucide-react'
import Link from 'next/link'
import { hrefWith, type Search } from '@/app/_url/search'
import type { FacetValue, MemoryFacets } from '@/lib/memory-search/facets'
import { paths } from '@/lib/paths'
import { filtersIn, type MemoryFilterSearch } from './search'

const LABELS: Partial<Record<keyof MemoryFilterSearch, string>> = {
  q: 'search',
  agent_id: 'agent',
  type: 'type',
  tags: 'tags',
  source: 'source',
  by: 'written by',
  key_id: 'written with key',
  person_id: 'written by',
  session_id: 'session',
  status: 'status',
  min_confidence: 'confidence at least',
}

interface FilterChipsProps {
  search: MemoryFilterSearch
  /** The query of the page's URL. */
  url: Search
  facets: MemoryFacets
}

/** The filters that are applied, each with a link that removes it. */
export function FilterChips({ search, url, facets }: FilterChipsProps) {
  const applied = filtersIn(search).filter((name) => LABELS[name] !== undefined)
  if (applied.length === 0) return null
  const without = (names: string[]) =>
    hrefWith(paths.memories, url, Object.fromEntries([...names, 'cursor', 'peek'].map((name) => [name, undefined])))
  return (
    <ul aria-label="Applied filters" className="flex flex-wrap items-center gap-2 text-xs">
      {applied.map((name) => (
        <li key={name}>
          <Link
            href={without([name, ...(ALIASES[name] ?? [])])}
            aria-label={`Remove filter: ${LABELS[name]}`}
            className="inline-flex min-h-6 max-w-72 items-center gap-1 rounded-full border border-line bg-surface py-0.5 pr-1.5 pl-2.5 hover:bg-sunken"
          >
            <span className="truncate">
              <span className="text-soft">{LABELS[name]}</span> <bdi dir="auto">{inWords(name, search, facets)}</bdi>
            </span>
            <X aria-hidden="true" className="size-3.5 shrink-0" />
          </Link>
        </li>
      ))}
      {applied.length > 1 && (
        <li>
          <Link href={paths.memories} className="inline-flex min-h-6 items-center underline underline-offset-4">
            Clear all
          </Link>
        </li>
      )}
    </ul>
  )
}

const ALIASES: Partial<Record<keyof MemoryFilterSearch, string[]>> = {
  q: ['query'],
  agent_id: ['agent', 'agents', 'agent_ids'],
  type: ['memory_types', 'types', 'memory_type'],
}

function inWords(name: keyof MemoryFilterSearch, search: MemoryFilterSearch, { values }: MemoryFacets): string {
  const value = search[name]
  if (name === 'by') return nameIn(values.author, String(value))
  if (name === 'key_id') return search.key_id.map((id) => nameIn(values.author, `key ${id}`, id)).join(', ')
  if (name === 'person_id') return search.person_id.map((id) => nameIn(values.author, `person ${id}`, id)).join(', ')
  return Array.isArray(value) ? value.join(', ') : String(value)
}

const nameIn = (values: FacetValue[], wanted: string, otherwise = wanted) => values.find(({ value }) => value === wanted)?.name ?? otherwise

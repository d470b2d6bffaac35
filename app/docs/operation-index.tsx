'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useIsInBrowser } from '@/app/_ui/browser'
import { Button } from '@/app/_ui/button'
import { Input } from '@/app/_ui/field'
import { Link } from '@/app/_ui/link'
import { paths } from '@/lib/paths'
import { findOperations, type IndexEntry, operationInHash } from './find-operations'
import { Method } from './method'

interface OperationIndexProps {
  entries: IndexEntry[]
  tags: { name: string; description: string }[]
  /** What the URL searches for. */
  query: string
}

/** The operations by group, with a search: a form without JavaScript, and while typing with it. */
export function OperationIndex({ entries, tags, query }: OperationIndexProps) {
  const [typed, setTyped] = useState(query)
  const found = findOperations(entries, typed)
  useOldAnchors(entries)
  const search = useCallback((text: string) => {
    setTyped(text)
    history.replaceState(null, '', text.trim() ? `${paths.docs}?${new URLSearchParams({ q: text })}` : paths.docs)
  }, [])
  return (
    <div className="grid gap-6">
      <SearchForm query={query} onType={search} />
      <p role="status" className={typed.trim() ? 'text-soft' : 'sr-only'}>
        {found.length === 0 ? 'No operation contains these words.' : `${found.length} of ${entries.length} operations`}
      </p>
      {tags.map((tag) => (
        <Group key={tag.name} {...tag} entries={found.filter((entry) => entry.tag === tag.name)} />
      ))}
    </div>
  )
}

/** Opens the operation of an address of the earlier reference, such as `/docs#/Memories/remember`. Without JavaScript its row is in view. */
function useOldAnchors(entries: IndexEntry[]): void {
  const router = useRouter()
  useEffect(() => {
    const follow = () => {
      const id = operationInHash(location.hash)
      if (entries.some((entry) => entry.id === id)) router.replace(paths.operationReference(id ?? ''))
    }
    follow()
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [entries, router])
}

function SearchForm({ query, onType }: { query: string; onType: (text: string) => void }) {
  const isInBrowser = useIsInBrowser()
  const field = useRef<HTMLInputElement>(null)
  // What was typed before the scripts ran stays in the field.
  useEffect(() => {
    if (field.current && field.current.value !== query) onType(field.current.value)
  }, [query, onType])
  return (
    <search>
      <form action={paths.docs} className="flex max-w-xl items-end gap-2" onSubmit={(event) => event.preventDefault()}>
        <div className="grid min-w-0 flex-1 gap-1.5">
          <label htmlFor="q" className="font-medium">
            Search operations
          </label>
          <Input
            id="q"
            name="q"
            type="search"
            maxLength={200}
            defaultValue={query}
            ref={field}
            onChange={({ target }) => onType(target.value)}
          />
        </div>
        {!isInBrowser && <Button type="submit">Search</Button>}
      </form>
    </search>
  )
}

function Group({ name, description, entries }: { name: string; description: string; entries: IndexEntry[] }) {
  if (entries.length === 0) return null
  return (
    <section aria-labelledby={`/${name}`}>
      <h2 id={`/${name}`} className="scroll-mt-4 text-lg font-semibold">
        {name}
      </h2>
      <p className="text-soft">{description}</p>
      <ul className="mt-3 divide-y divide-line rounded-lg border border-line bg-surface">
        {entries.map((entry) => (
          <Row key={entry.id} {...entry} />
        ))}
      </ul>
    </section>
  )
}

function Row({ id, tag, method, path, summary }: IndexEntry) {
  return (
    <li id={`/${tag}/${id}`} className="scroll-mt-4 target:bg-accent-wash">
      <Link
        href={paths.operationReference(id)}
        className="grid gap-x-4 px-3 py-2 hover:bg-sunken sm:grid-cols-[minmax(0,5fr)_minmax(0,4fr)]"
      >
        <span className="flex min-w-0 gap-2">
          <Method method={method} />
          <code className="min-w-0 font-mono text-xs leading-5 break-all">{path}</code>
        </span>
        <span className="min-w-0">{summary}</span>
      </Link>
    </li>
  )
}

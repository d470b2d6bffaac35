import type { Metadata } from 'next'
import Link from 'next/link'
import { Reference } from './reference'

export const metadata: Metadata = { title: 'API reference', description: 'Read about and try every call of the REST API.' }

/** The interactive API reference. */
export default function ReferencePage() {
  return (
    <div className="mx-auto max-w-6xl">
      <header className="flex flex-wrap items-baseline gap-x-6 gap-y-2 px-5 pt-8">
        <h1 className="mr-auto text-2xl font-semibold">API reference</h1>
        <Link className="underline underline-offset-4" href="/docs/errors">
          Error codes
        </Link>
        <a className="underline underline-offset-4" href="/api/v2/openapi.json">
          OpenAPI document
        </a>
      </header>
      <Reference />
    </div>
  )
}

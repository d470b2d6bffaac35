import type { Metadata } from 'next'
import { DocsHeader } from './docs-header'
import { Reference } from './reference'

export const metadata: Metadata = { title: 'API reference', description: 'Read about and try every call of the REST API.' }

/** The interactive API reference. */
export default function ReferencePage() {
  return (
    <>
      <DocsHeader>
        <a className="py-0.5 underline-offset-4 hover:underline" href="/api/v2/openapi.json">
          OpenAPI document
        </a>
      </DocsHeader>
      <main className="mx-auto max-w-6xl">
        <h1 className="px-5 pt-8 text-2xl font-semibold">API reference</h1>
        <Reference />
      </main>
    </>
  )
}

import type { Metadata } from 'next'
import { DocsHeader } from './docs-header'
import { Reference } from './reference'

export const metadata: Metadata = { title: 'API reference', description: 'Read about and try every call of the REST API.' }

/** The interactive API reference, which has a `main` of its own. */
export default function ReferencePage() {
  return (
    <>
      <DocsHeader title="API reference">
        <a className="py-0.5 underline-offset-4 hover:underline" href="/api/v2/openapi.json">
          OpenAPI document
        </a>
      </DocsHeader>
      <div className="mx-auto max-w-6xl">
        <Reference />
      </div>
    </>
  )
}

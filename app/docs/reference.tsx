'use client'

import { useEffect, useRef } from 'react'
import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'
import { followTheme } from './follow-theme'
import { nameFields } from './name-fields'

/** Replaces links inside buttons, which cannot be reached without a mouse, with their text, and removes the choice of a server, because there is only one. */
const REPLACEMENTS = { components: { DeepLink: ({ text }: { text?: string }) => text ?? null, ServersContainer: () => null } }

/** Swagger UI with this server's OpenAPI document. It sends requests only to this server, and stores no credentials. */
export function Reference() {
  const container = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = container
    if (current === null) return
    const leaving = new AbortController()
    followTheme(document.documentElement, leaving.signal)
    nameFields(current, leaving.signal)
    void show(current, leaving.signal)
    return () => leaving.abort()
  }, [])
  return (
    <div ref={container}>
      <main className="px-5 py-8">Loading…</main>
    </div>
  )
}

async function show(domNode: HTMLElement, left: AbortSignal): Promise<void> {
  const { default: SwaggerUI } = await import('swagger-ui-dist/swagger-ui-es-bundle')
  if (left.aborted) return
  SwaggerUI({
    url: '/api/v2/openapi.json',
    domNode,
    plugins: [REPLACEMENTS],
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false,
    validatorUrl: null,
  })
}

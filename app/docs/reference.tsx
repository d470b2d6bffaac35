'use client'

import { useEffect, useRef } from 'react'
import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'
import { followTheme } from './follow-theme'
import { nameFields } from './name-fields'

/** A link inside a button is out of reach without a mouse, so its text stands there; and there is one server to choose, this one. */
const OUR_PARTS = { components: { DeepLink: ({ text }: { text?: string }) => text ?? null, ServersContainer: () => null } }

/** Swagger UI over our own document. It asks nobody else for anything, and keeps no credential. */
export function Reference() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = place
    if (current === null) return
    const leaving = new AbortController()
    followTheme(document.documentElement, leaving.signal)
    nameFields(current, leaving.signal)
    void show(current, leaving.signal)
    return () => leaving.abort()
  }, [])
  return (
    <div ref={place}>
      <p className="px-5 py-8">Loading…</p>
    </div>
  )
}

async function show(domNode: HTMLElement, left: AbortSignal): Promise<void> {
  const { default: SwaggerUI } = await import('swagger-ui-dist/swagger-ui-es-bundle')
  if (left.aborted) return
  SwaggerUI({
    url: '/api/v2/openapi.json',
    domNode,
    plugins: [OUR_PARTS],
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false,
    validatorUrl: null,
  })
}

'use client'

import { useEffect, useRef } from 'react'
import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'
import { followTheme } from './follow-theme'
import { nameFields } from './name-fields'

/** Swagger UI over our own document. It asks nobody else for anything, and keeps no credential. */
export function Reference() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const { current } = place
    if (current === null) return
    const stops = [followTheme(document.documentElement), nameFields(current)]
    void show(current)
    return () => stops.forEach((stop) => stop())
  }, [])
  return (
    <div ref={place}>
      <p className="px-5 py-8">Loading…</p>
    </div>
  )
}

async function show(domNode: HTMLElement): Promise<void> {
  const { default: SwaggerUI } = await import('swagger-ui-dist/swagger-ui-es-bundle')
  if (!domNode.isConnected) return
  SwaggerUI({
    url: '/api/v2/openapi.json',
    domNode,
    // A link inside a button can be reached by nobody who does not use a mouse; and there is one server, this one.
    plugins: [({ React }) => ({ components: { DeepLink: ({ text }) => React.createElement('span', null, text), ServersContainer: () => null } })],
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: false,
    validatorUrl: null,
  })
}

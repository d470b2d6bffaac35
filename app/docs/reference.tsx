'use client'

import { useEffect, useRef } from 'react'
import 'swagger-ui-dist/swagger-ui.css'
import './reference.css'

/** Swagger UI over our own document. It loads nothing from elsewhere, and keeps no credential. */
export function Reference() {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const stopFollowing = followTheme()
    void show(place.current)
    return stopFollowing
  }, [])
  return (
    <div ref={place}>
      <p className="px-6 py-8">Loading…</p>
    </div>
  )
}

async function show(domNode: HTMLElement | null): Promise<void> {
  const { default: SwaggerUI } = await import('swagger-ui-dist/swagger-ui-es-bundle')
  if (domNode === null || !domNode.isConnected) return
  SwaggerUI({
    url: '/api/v2/openapi.json',
    domNode,
    deepLinking: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  })
}

/** Swagger UI knows dark by a class of the root element; we know it by the person's theme. */
function followTheme(): () => void {
  const root = document.documentElement
  const system = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => root.classList.toggle('dark-mode', isDark(root, system.matches))
  const observer = new MutationObserver(follow)
  follow()
  observer.observe(root, { attributeFilter: ['class', 'data-theme'] })
  system.addEventListener('change', follow)
  return () => {
    observer.disconnect()
    system.removeEventListener('change', follow)
    root.classList.remove('dark-mode')
  }
}

function isDark({ classList }: HTMLElement, systemIsDark: boolean): boolean {
  return classList.contains('dark') || (systemIsDark && !classList.contains('light'))
}

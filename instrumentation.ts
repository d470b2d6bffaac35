import type { Instrumentation } from 'next'

/**
 * Next's hook for errors of pages and actions. Logs an error like all others, with the digest that the person was shown. Next loads this file at
 * start, so the modules that it needs are imported only when an error occurs.
 */
export const onRequestError: Instrumentation.onRequestError = async (thrown, { method, headers }, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return // Next also compiles this file for its edge runtime, which lacks the modules of Node
  const [{ describeCause }, { PEER_HEADER, requestIdIn }, { recordFailedPage, setUnavailableStatus }, { log }] = await Promise.all([
    import('./lib/http/observe'),
    import('./lib/http/client'),
    import('./lib/http/page-responses'),
    import('./lib/process'),
  ])
  const digest = thrown instanceof Error && 'digest' in thrown ? String(thrown.digest) : undefined
  const requestId = requestIdIn(headers[PEER_HEADER])
  setUnavailableStatus(requestId, thrown)
  recordFailedPage({ requestId, digest, method, route: routePath }, thrown)
  log().error({ requestId, digest, method, route: routePath, kind: routeType, cause: describeCause(thrown) }, 'page failed')
}

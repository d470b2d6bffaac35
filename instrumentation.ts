import type { Instrumentation } from 'next'

/**
 * Next's hook for what failed while it rendered a page or ran an action: logged like every other failure. The digest is what the person was shown.
 * Loaded at start, so it loads what it needs only when something fails.
 */
export const onRequestError: Instrumentation.onRequestError = async (thrown, { method, headers }, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return // Next also compiles this for its edge runtime, which has nothing of Node
  const [{ describeCause }, { PEER_HEADER, requestIdIn }, { setUnavailableStatus }, { log }] = await Promise.all([
    import('./lib/http/observe'),
    import('./lib/http/client'),
    import('./lib/http/page-responses'),
    import('./lib/process'),
  ])
  const digest = thrown instanceof Error && 'digest' in thrown ? thrown.digest : undefined
  const requestId = requestIdIn(headers[PEER_HEADER])
  setUnavailableStatus(requestId, thrown)
  log().error({ requestId, digest, method, route: routePath, kind: routeType, cause: describeCause(thrown) }, 'page failed')
}

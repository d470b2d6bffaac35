import { createHash, timingSafeEqual } from 'node:crypto'
import { fail } from '../../lib/errors'
import { respondTo } from '../../lib/http/respond'
import { metricsText } from '../../lib/metrics'
import { settings } from '../../lib/process'

/** Returns metrics in Prometheus format to requests with METRICS_TOKEN; 404 if that setting is not set. */
export function GET(request: Request): Promise<Response> {
  return respondTo(request, '/metrics', async () => {
    const token = settings().METRICS_TOKEN
    if (token === undefined) fail('not_found', 'Metrics are disabled: METRICS_TOKEN is not set.')
    if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${token}`))
      fail('invalid_api_key', 'Send METRICS_TOKEN as "Authorization: Bearer …".')
    const { text, contentType } = await metricsText()
    return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
  })
}

/** Compares in constant time. Digests have the same length, which the comparison requires. */
function isSame(sent: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(sent), digest(expected))
}

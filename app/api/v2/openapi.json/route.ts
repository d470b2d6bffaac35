import { openApi } from '@/lib/api/openapi'
import { respondTo } from '@/lib/http/respond'
import { SERVER_OPERATIONS } from '@/lib/http/server-contract'
import { countAnonymousRequest } from '@/lib/limits/rate-limits'

const { path } = SERVER_OPERATIONS.getOpenApi

/** The OpenAPI document; 304 for a client that holds it. */
export function GET(request: Request): Promise<Response> {
  return respondTo(request, path, async ({ client }) => {
    await countAnonymousRequest(client.address)
    const { bytes, etag } = openApi()
    const headers = { etag, 'cache-control': 'public, max-age=300' }
    if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers })
    return new Response(bytes, { headers: { ...headers, 'content-type': 'application/json' } })
  })
}

import { endpoint } from '@/lib/http/endpoint'
import { openApi } from '@/lib/http/openapi'

export const GET = endpoint(async (request) => {
  const { text, etag } = openApi()
  const headers = { etag, 'cache-control': 'public, max-age=300' }
  if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
})

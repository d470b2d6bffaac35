import { openApi } from '@/lib/api/openapi'
import { endpoint } from '@/lib/http/endpoint'
import { notesOf } from '@/lib/http/notes'
import { countAnonymousRequest } from '@/lib/limits/rate-limits'

export const GET = endpoint(async (request) => {
  await countAnonymousRequest(notesOf(request).address)
  const { bytes, etag } = openApi()
  const headers = { etag, 'cache-control': 'public, max-age=300' }
  if (request.headers.get('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers })
  return new Response(bytes, { headers: { ...headers, 'content-type': 'application/json' } })
})

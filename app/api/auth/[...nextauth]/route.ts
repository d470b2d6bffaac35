import { respondTo } from '@/lib/http/respond'
import { allowedMethods, readAuthRequest } from '@/lib/sign-in/auth-request'
import { callNextAuth } from '@/lib/sign-in/nextauth'

/** Handles NextAuth's own paths, for providers and for programs that sign in as NextAuth's browser library does. */
const handler = (request: Request, { params }: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  respondTo(request, '/api/auth/[...nextauth]', async () => {
    const segments = (await params).nextauth
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow: allowedMethods(segments).join(', ') } })
    return callNextAuth(await readAuthRequest(request, segments))
  })

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }

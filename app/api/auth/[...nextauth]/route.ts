import { respondTo } from '@/lib/http/respond'
import { readAuthRequest } from '@/lib/sign-in/auth-request'
import { callNextAuth } from '@/lib/sign-in/nextauth'

/** Handles NextAuth's own paths, for providers and for programs that sign in as NextAuth's browser library does. */
const handler = (request: Request, { params }: { params: Promise<{ nextauth: string[] }> }): Promise<Response> =>
  respondTo(request, '/api/auth/[...nextauth]', async () => callNextAuth(await readAuthRequest(request, (await params).nextauth)))

export { handler as GET, handler as POST }

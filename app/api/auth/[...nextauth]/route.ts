import { endpoint } from '@/lib/http/endpoint'
import { readAuthRequest } from '@/lib/sign-in/auth-request'
import { callNextAuth } from '@/lib/sign-in/nextauth'

/** NextAuth's own addresses, for providers and for programs that sign in as its browser library does. */
const handler = endpoint<{ nextauth: string[] }>(async (request, { params }) =>
  callNextAuth(await readAuthRequest(request, (await params).nextauth)),
)

export { handler as GET, handler as POST }

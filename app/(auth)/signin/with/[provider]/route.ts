import { notFound } from 'next/navigation'
import { localPath, paths } from '@/lib/paths'
import { startOAuthSignIn } from '@/lib/sign-in/nextauth'
import { providerNames } from '@/lib/sign-in/providers'

/** Redirects to the sign-in of a provider. */
export async function GET(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<Response> {
  const { provider } = await params
  if (!providerNames().some(({ id }) => id === provider)) notFound()
  const next = localPath(new URL(request.url).searchParams.get('next')) ?? paths.dashboard
  return startOAuthSignIn(provider, next)
}

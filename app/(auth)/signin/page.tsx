import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Notice } from '@/app/_ui/notice'
import { Code } from '@/app/_ui/page-parts'
import { localPath, paths } from '@/lib/paths'
import { hasLoginCookie } from '@/lib/sign-in/login-cookie'
import { providerNames } from '@/lib/sign-in/providers'
import { findSignedInPerson } from '@/lib/sign-in/viewer'
import { isSetUpPending } from '@/lib/teams/first-start'
import { OAuthButtons } from './oauth-buttons'
import { SignInForm } from './signin-form'

export const metadata: Metadata = { title: 'Sign in' }

interface Props {
  searchParams: Promise<{ next?: string | string[]; callbackUrl?: string | string[]; error?: string | string[] }>
}

/** The sign-in page. Before setup it explains the setup link. */
export default async function SignInPage({ searchParams }: Props) {
  const { error, ...search } = await searchParams
  const next = localPath(search.next) ?? paths.dashboard
  if (await findSignedInPerson()) redirect(next)
  if (await isSetUpPending()) return <FirstStart />
  return (
    <>
      <h1 className="text-xl font-semibold">Sign in</h1>
      <Notice tone="bad">{error && problemInWords(String(error))}</Notice>
      {/* The cookie of a login is removed when its person signs out here. */}
      {(await hasLoginCookie()) && <SignedOutElsewhere />}
      <SignInForm next={next} />
      <OAuthButtons providers={providerNames()} next={next} />
    </>
  )
}

const PROBLEMS: Record<string, string> = {
  CredentialsSignin: 'Wrong e-mail or password.',
  NotInvited: 'No account or pending invite has that e-mail, or the provider has not verified it. Ask a team admin for an invite.',
}

const problemInWords = (error: string) => (Object.hasOwn(PROBLEMS, error) && PROBLEMS[error]) || 'Sign-in failed. Try again.'

function SignedOutElsewhere() {
  return (
    <Notice tone="warn">
      <p className="font-medium">You were signed out.</p>
      <p>
        This happens when you sign out everywhere, or sign out this browser from another, when your password changes, when you leave a team
        or are removed from one, and 30 days after you signed in.
      </p>
    </Notice>
  )
}

function FirstStart() {
  return (
    <>
      <h1 className="text-xl font-semibold">Set up Memanto</h1>
      <p className="text-soft">
        The server printed a link in its terminal when it started. It begins with <Code>{paths.setup('').replace(/=$/, '=…')}</Code>. Open
        it to create your team and become its owner.
      </p>
      <p className="text-soft">
        Lost the link? Restart the server and it prints it again. Without a browser:{' '}
        <Code>npm run -s admin -- bootstrap --email you@example.com --team &quot;Your team&quot;</Code>
      </p>
    </>
  )
}

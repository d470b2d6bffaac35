import type { Metadata } from 'next'
import { settle } from '@/lib/errors'
import { readPasswordLink } from '@/lib/people/choose-password'
import { LinkProblem } from '../../../link-problem'
import { PasswordForm } from './password-form'

export const metadata: Metadata = { title: 'Choose a password' }

/** A password link: a form that sets a new password. */
export default async function PasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const { value: link, refusal } = await settle(readPasswordLink(token))
  if (link === undefined) return <LinkProblem title="This link does not work">{refusal.message}</LinkProblem>
  return (
    <>
      <div>
        <h1 className="text-xl font-semibold">Choose a password</h1>
        <p className="mt-1 text-soft">
          For <strong className="font-medium text-ink break-all">{link.email}</strong>. This link works once. Setting a password signs you
          out everywhere else.
        </p>
      </div>
      <PasswordForm token={token} email={link.email} />
    </>
  )
}

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { SubmitButton } from '@/app/_ui/action-form'
import { Button } from '@/app/_ui/button'
import { Notice } from '@/app/_ui/notice'
import { PlainForm } from '@/app/_ui/plain-form'
import { SimpleForm } from '@/app/_ui/simple-form'
import { UserText } from '@/app/_ui/user-text'
import { settle } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { providerNames } from '@/lib/sign-in/providers'
import { findSignedInPerson } from '@/lib/sign-in/viewer'
import { type OpenInvite, readInvite } from '@/lib/teams/join'
import { ROLE_DESCRIPTIONS, ROLE_NAMES, withArticle } from '@/lib/teams/rules'
import { LinkProblem } from '../../link-problem'
import { OAuthButtons } from '../../signin/oauth-buttons'
import { join, signOutHere } from './actions'
import { AccountForm, PasswordForm } from './forms'

export const metadata: Metadata = { title: 'Invite' }

/** An invite: a form to join the team with a new account, an existing one, or as the person who is signed in. */
export default async function InvitePage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const { value: invite, refusal } = await settle(readInvite(token))
  if (invite === undefined) return <LinkProblem title="This invite does not work">{refusal.message}</LinkProblem>
  const person = await findSignedInPerson()
  if (person === undefined) return <SignedOut token={token} invite={invite} />
  return (
    <Welcome invite={invite}>
      {person.email === invite.email ? <JoinForm token={token} team={invite.team} /> : <WrongPerson token={token} email={person.email} />}
    </Welcome>
  )
}

function Welcome({ invite: { team, role, email, invitedBy }, children }: { invite: OpenInvite; children: ReactNode }) {
  return (
    <>
      <div className="grid gap-2">
        <h1 className="text-xl font-semibold break-words">
          Join <UserText>{team}</UserText>
        </h1>
        <p className="text-soft">
          {invitedBy ? (
            <>
              <UserText>{invitedBy}</UserText> invited{' '}
            </>
          ) : (
            'This link invites '
          )}
          <strong className="font-medium text-ink break-all">{email}</strong> to join <UserText>{team}</UserText> as{' '}
          <strong className="font-medium text-ink">{withArticle(role)}</strong>. {ROLE_NAMES[role]} {ROLE_DESCRIPTIONS[role]}.
        </p>
      </div>
      {children}
    </>
  )
}

function SignedOut({ token, invite }: { token: string; invite: OpenInvite }) {
  return (
    <Welcome invite={invite}>
      {invite.hasAccount ? <PasswordForm token={token} email={invite.email} /> : <AccountForm token={token} email={invite.email} />}
      <OAuthButtons providers={providerNames()} next={paths.invite(token)} />
    </Welcome>
  )
}

function JoinForm({ token, team }: { token: string; team: string }) {
  return (
    <SimpleForm action={join} className="grid gap-3">
      <input type="hidden" name="token" value={token} />
      <SubmitButton kind="primary" pending="Joining…">
        Join <UserText>{team}</UserText>
      </SubmitButton>
    </SimpleForm>
  )
}

function WrongPerson({ token, email }: { token: string; email: string }) {
  return (
    <PlainForm action={signOutHere} className="grid gap-3">
      <Notice tone="warn">
        You are signed in as <span className="break-all">{email}</span>. This invite is for another e-mail address. Sign out to accept it.
      </Notice>
      <input type="hidden" name="token" value={token} />
      <Button type="submit">Sign out</Button>
    </PlainForm>
  )
}

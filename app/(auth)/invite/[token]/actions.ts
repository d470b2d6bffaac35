'use server'

import { redirect } from 'next/navigation'
import { publicFormAction } from '@/app/_actions/form-action'
import { paths } from '@/lib/paths'
import { ACCOUNT_BY_INVITE } from '@/lib/people/input'
import { signInWithPassword } from '@/lib/people/sign-in'
import { closeLogin, openLogin, readSignInOrigin } from '@/lib/sign-in/login-cookie'
import { rememberTeam, requirePerson } from '@/lib/sign-in/viewer'
import { INVITE_PASSWORD, INVITE_TOKEN } from '@/lib/teams/input'
import { joinTeam, joinWithNewAccount, readInvite } from '@/lib/teams/join'

/** Creates an account for a person who has none, and joins the team with it. */
export const createAccount = publicFormAction(ACCOUNT_BY_INVITE, async (fields, context) => {
  const account = fields()
  const { teamId } = await readInvite(account.token)
  const person = await joinWithNewAccount(account, context)
  await openLogin(person, 'invite')
  return showTeam(teamId)
})

/** Signs in a person who has an account, and joins the team. */
export const signInAndJoin = publicFormAction(INVITE_PASSWORD, async (fields, context) => {
  const { token, password } = fields()
  const { teamId, email } = await readInvite(token)
  const person = await signInWithPassword({ email, password }, await readSignInOrigin())
  await joinTeam(person, { token }, context)
  await openLogin(person, 'password')
  return showTeam(teamId)
})

/** Joins the team as the person who is signed in. */
export const join = publicFormAction(INVITE_TOKEN, async (fields, context) => {
  const person = await requirePerson()
  const { token } = fields()
  const { teamId } = await readInvite(token)
  await joinTeam(person, { token }, context)
  return showTeam(teamId)
})

/** Signs out a person whose e-mail is not that of the invite, and shows the invite again. */
export async function signOutHere(form: FormData): Promise<void> {
  await closeLogin()
  redirect(paths.invite(encodeURIComponent(String(form.get('token') ?? ''))))
}

async function showTeam(teamId: string): Promise<never> {
  await rememberTeam(teamId)
  redirect(paths.dashboard)
}

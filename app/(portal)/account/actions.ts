'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { publicFormAction } from '@/app/_actions/form-action'
import { paths } from '@/lib/paths'
import { changeName, changePassword } from '@/lib/people/account'
import { LOGIN_ID, NAME, PASSWORD_CHANGE } from '@/lib/people/input'
import { signOut, signOutEverywhere } from '@/lib/people/logins'
import { closeLogin, renewLogin } from '@/lib/sign-in/login-cookie'
import { rememberTeam, requireLogin, requirePerson } from '@/lib/sign-in/viewer'
import { createTeam, requireOwnerOfATeam } from '@/lib/teams/create'
import { NO_FIELDS, TEAM_NAME } from '@/lib/teams/input'

/** Changes the name of the person who is signed in. */
export const rename = publicFormAction(NAME, async (fields, context) => {
  const person = await requirePerson()
  await changeName(person, fields(), context)
  revalidatePath('/', 'layout')
  return 'Name saved.'
})

/** Changes the password of the person who is signed in; only this browser stays signed in. */
export const changeOwnPassword = publicFormAction(PASSWORD_CHANGE, async (fields, context) => {
  await renewLogin(await changePassword(await requirePerson(), fields(), context))
  return "Password changed. You've been signed out everywhere else."
})

/** Ends one login of the person who is signed in. */
export const signOutOne = publicFormAction(LOGIN_ID, async (fields, context) => {
  const { person, loginId: currentId } = await requireLogin()
  const { loginId } = fields()
  if (loginId === currentId) {
    await closeLogin()
    redirect(paths.signIn)
  }
  await signOut(person, { loginId }, context)
  revalidatePath(paths.account)
  return 'Signed out.'
})

/** Ends all logins of the person who is signed in. */
export const signOutOfAll = publicFormAction(NO_FIELDS, async (_fields, context) => {
  await signOutEverywhere(await requirePerson(), context)
  await closeLogin()
  redirect(paths.signIn)
})

/** Creates another team of an owner, and shows it. */
export const createAnotherTeam = publicFormAction(TEAM_NAME, async (fields, context) => {
  const person = await requirePerson()
  await requireOwnerOfATeam(person)
  const { id } = await createTeam(person, { name: fields().team }, context)
  await rememberTeam(id)
  redirect(paths.dashboard)
})

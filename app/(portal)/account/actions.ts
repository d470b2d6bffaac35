'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/lib/http/form-action'
import { notesFrom } from '@/lib/http/notes'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { changeName, changePassword } from '@/lib/people/account'
import { LOGIN_ID, NAME, PASSWORD_CHANGE } from '@/lib/people/input'
import { signOut, signOutEverywhere } from '@/lib/people/logins'
import { closeLogin, renewLogin } from '@/lib/sign-in/login-cookie'
import { rememberTeam, requireLogin, requirePerson } from '@/lib/sign-in/viewer'
import { foundAnotherTeam } from '@/lib/teams/found'
import { TEAM_NAME } from '@/lib/teams/input'

const renameHere = formAction<string>(async (form) => {
  const person = await requirePerson()
  await changeName(person, readFields(NAME, valuesOf(form)).name, notesFrom(await headers()))
  revalidatePath('/', 'layout')
  return 'Saved.'
})

const changePasswordHere = formAction<string>(async (form) => {
  const person = await requirePerson()
  const { current, password } = readFields(PASSWORD_CHANGE, valuesOf(form))
  await changePassword(person, current, password, notesFrom(await headers()))
  await renewLogin(person)
  return "Password changed. You've been signed out everywhere else."
})

const signOutOneHere = formAction<string>(async (form) => {
  const { person, loginId } = await requireLogin()
  const { login } = readFields(LOGIN_ID, valuesOf(form))
  if (login === loginId) {
    await closeLogin()
    redirect(paths.signIn)
  }
  await signOut(person, login, notesFrom(await headers()))
  revalidatePath(paths.account)
  return 'Signed out.'
})

const signOutEverywhereHere = formAction<string>(async () => {
  await signOutEverywhere(await requirePerson(), notesFrom(await headers()))
  await closeLogin()
  redirect(paths.signIn)
})

const foundHere = formAction<string>(async (form) => {
  const person = await requirePerson()
  const team = await foundAnotherTeam(person, readFields(TEAM_NAME, valuesOf(form)).team, notesFrom(await headers()))
  await rememberTeam(team.id)
  redirect(paths.dashboard)
})

export async function rename(...sent: Parameters<typeof renameHere>) {
  return renameHere(...sent)
}

export async function changeOwnPassword(...sent: Parameters<typeof changePasswordHere>) {
  return changePasswordHere(...sent)
}

export async function signOutOne(...sent: Parameters<typeof signOutOneHere>) {
  return signOutOneHere(...sent)
}

export async function leaveEveryBrowser(...sent: Parameters<typeof signOutEverywhereHere>) {
  return signOutEverywhereHere(...sent)
}

export async function found(...sent: Parameters<typeof foundHere>) {
  return foundHere(...sent)
}

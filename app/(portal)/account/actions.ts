'use server'

import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { closeLogin, openLogin } from '@/lib/auth/nextauth'
import { rememberTeam, requirePerson } from '@/lib/auth/viewer'
import { formAction } from '@/lib/http/form-action'
import { readFields, valuesOf } from '@/lib/http/input'
import { notesFrom } from '@/lib/http/notes'
import { paths } from '@/lib/paths'
import { changeName, changePassword, signOutEverywhere } from '@/lib/people/account'
import { NAME, PASSWORD_CHANGE } from '@/lib/people/input'
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
  await openLogin(await changePassword(person, current, password, notesFrom(await headers())))
  return "Password changed. You've been signed out everywhere else."
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

export async function leaveEveryBrowser(...sent: Parameters<typeof signOutEverywhereHere>) {
  return signOutEverywhereHere(...sent)
}

export async function found(...sent: Parameters<typeof foundHere>) {
  return foundHere(...sent)
}

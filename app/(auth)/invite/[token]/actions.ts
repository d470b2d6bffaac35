'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/lib/http/form-action'
import { notesFrom } from '@/lib/http/notes'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { NEW_ACCOUNT } from '@/lib/people/input'
import { signInWithPassword } from '@/lib/people/sign-in'
import { closeLogin, openLogin, signInOrigin } from '@/lib/sign-in/login-cookie'
import { rememberTeam, requirePerson } from '@/lib/sign-in/viewer'
import { joinAs, joinWithNewAccount, readInvite } from '@/lib/teams/join'

const tokenIn = (form: FormData) => String(form.get('token') ?? '')

async function openTeam(teamId: string): Promise<never> {
  await rememberTeam(teamId)
  redirect(paths.dashboard)
}

const createHere = formAction(async (form) => {
  const { teamId } = await readInvite(tokenIn(form))
  const person = await joinWithNewAccount(tokenIn(form), readFields(NEW_ACCOUNT, valuesOf(form)), notesFrom(await headers()))
  await openLogin(person, 'invite')
  return openTeam(teamId)
})

const signInHere = formAction(async (form) => {
  const notes = notesFrom(await headers())
  const { teamId, email } = await readInvite(tokenIn(form))
  const person = await signInWithPassword({ email, password: form.get('password') }, await signInOrigin())
  await joinAs(person, tokenIn(form), notes)
  await openLogin(person, 'password')
  return openTeam(teamId)
})

const joinHere = formAction<string>(async (form) => {
  const person = await requirePerson()
  const { teamId } = await readInvite(tokenIn(form))
  await joinAs(person, tokenIn(form), notesFrom(await headers()))
  return openTeam(teamId)
})

export async function createAccount(...sent: Parameters<typeof createHere>) {
  return createHere(...sent)
}

export async function signInAndJoin(...sent: Parameters<typeof signInHere>) {
  return signInHere(...sent)
}

export async function join(...sent: Parameters<typeof joinHere>) {
  return joinHere(...sent)
}

/** For somebody who is signed in as somebody else than the invited person. */
export async function signOutHere(form: FormData): Promise<void> {
  await closeLogin()
  redirect(paths.invite(encodeURIComponent(tokenIn(form))))
}

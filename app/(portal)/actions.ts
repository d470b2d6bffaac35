'use server'

import { redirect } from 'next/navigation'
import { paths } from '@/lib/paths'
import { closeLogin } from '@/lib/sign-in/login-cookie'
import { rememberTeam, requirePerson } from '@/lib/sign-in/viewer'

/** Ends the login of this browser. */
export async function signOut(): Promise<void> {
  await closeLogin()
  redirect(paths.signIn)
}

/** Shows another team of the person. */
export async function switchTeam(form: FormData): Promise<void> {
  await requirePerson()
  await rememberTeam(String(form.get('team') ?? ''))
  redirect(paths.dashboard)
}

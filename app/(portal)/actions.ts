'use server'

import { redirect } from 'next/navigation'
import { closeLogin } from '@/lib/auth/login-cookie'
import { rememberTeam, requirePerson } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'

export async function signOut(): Promise<void> {
  await closeLogin()
  redirect(paths.signIn)
}

export async function switchTeam(form: FormData): Promise<void> {
  await requirePerson()
  await rememberTeam(String(form.get('team') ?? ''))
  redirect(paths.dashboard)
}

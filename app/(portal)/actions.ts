'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { closeLogin } from '@/lib/auth/nextauth'
import { requirePerson, TEAM_COOKIE } from '@/lib/auth/viewer'
import { paths } from '@/lib/paths'

export async function signOut(): Promise<void> {
  await closeLogin()
  redirect(paths.signIn)
}

/** Remembers a choice only: whether the person is a member is asked at every request. */
export async function switchTeam(form: FormData): Promise<void> {
  await requirePerson()
  const jar = await cookies()
  jar.set(TEAM_COOKIE, String(form.get('team') ?? ''), { httpOnly: true, sameSite: 'lax', path: '/', maxAge: 365 * 24 * 3600 })
  redirect(paths.dashboard)
}

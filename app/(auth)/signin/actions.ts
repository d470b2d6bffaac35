'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { openLogin } from '@/lib/auth/nextauth'
import { formAction } from '@/lib/http/form-action'
import { notesFrom } from '@/lib/http/notes'
import { localPath, paths } from '@/lib/paths'
import { signInWithPassword } from '@/lib/people/sign-in'

const signInHere = formAction(async (form) => {
  const { address } = notesFrom(await headers())
  const person = await signInWithPassword(String(form.get('email') ?? ''), String(form.get('password') ?? ''), address)
  await openLogin(person)
  redirect(localPath(form.get('next')) ?? paths.dashboard)
})

export async function signIn(...sent: Parameters<typeof signInHere>) {
  return signInHere(...sent)
}

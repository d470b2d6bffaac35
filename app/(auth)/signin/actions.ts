'use server'

import { redirect } from 'next/navigation'
import { formAction } from '@/lib/http/form-action'
import { localPath, paths } from '@/lib/paths'
import { signInWithPassword } from '@/lib/people/sign-in'
import { openLogin, signInOrigin } from '@/lib/sign-in/login-cookie'

const signInHere = formAction(async (form) => {
  const sent = { email: form.get('email'), password: form.get('password') }
  await openLogin(await signInWithPassword(sent, await signInOrigin()), 'password')
  redirect(localPath(form.get('next')) ?? paths.dashboard)
})

export async function signIn(...sent: Parameters<typeof signInHere>) {
  return signInHere(...sent)
}

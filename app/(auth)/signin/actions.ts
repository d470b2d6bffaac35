'use server'

import { redirect } from 'next/navigation'
import { publicFormAction } from '@/app/_actions/form-action'
import { localPath, paths } from '@/lib/paths'
import { signInWithPassword } from '@/lib/people/sign-in'
import { openLogin, readSignInOrigin } from '@/lib/sign-in/login-cookie'
import { SIGN_IN_FORM } from './input'

/** Signs a person in with their password, and continues to the page that they requested. */
export const signIn = publicFormAction(SIGN_IN_FORM, async (fields) => {
  const { next, ...credentials } = fields()
  await openLogin(await signInWithPassword(credentials, await readSignInOrigin()), 'password')
  redirect(localPath(next) ?? paths.dashboard)
})

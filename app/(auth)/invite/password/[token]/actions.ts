'use server'

import { redirect } from 'next/navigation'
import { publicFormAction } from '@/app/_actions/form-action'
import { paths } from '@/lib/paths'
import { choosePassword } from '@/lib/people/choose-password'
import { PASSWORD_BY_LINK } from '@/lib/people/input'
import { openLogin } from '@/lib/sign-in/login-cookie'

/** Sets the password of the person for whom the link was created, and signs them in. */
export const setPassword = publicFormAction(PASSWORD_BY_LINK, async (fields, context) => {
  await openLogin(await choosePassword(fields(), context), 'password_link')
  redirect(paths.dashboard)
})

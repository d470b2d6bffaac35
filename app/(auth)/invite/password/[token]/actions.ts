'use server'

import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { formAction } from '@/lib/http/form-action'
import { notesFrom } from '@/lib/http/notes'
import { readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { choosePassword } from '@/lib/people/choose-password'
import { NEW_PASSWORD } from '@/lib/people/input'
import { openLogin } from '@/lib/sign-in/login-cookie'

const chooseHere = formAction(async (form) => {
  const { password } = readFields(NEW_PASSWORD, valuesOf(form))
  const person = await choosePassword(String(form.get('token') ?? ''), password, notesFrom(await headers()))
  await openLogin(person, 'password_link')
  redirect(paths.dashboard)
})

export async function choose(...sent: Parameters<typeof chooseHere>) {
  return chooseHere(...sent)
}
